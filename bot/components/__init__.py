"""Buttons, selects and forms, and what their custom_id says."""
