"""How moderators see and change the settings: in a panel, or by a file."""
