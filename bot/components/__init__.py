"""Buttons, selects and forms, and the codec of their `custom_id`."""
