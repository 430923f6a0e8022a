"""The command line, a file a command; each imports what it needs when it runs."""
