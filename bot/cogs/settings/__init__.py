"""How moderators see and change the settings: in a panel, by commands, and as a file."""
