"""Whether everything is in place for the bot: what is examined, and what mends it."""
