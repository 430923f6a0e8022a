"""The program around the text: the command line, and the rooms for Discord."""
