"""A conversation with the real bot, against the stand-in, drawn as Discord would show it."""
