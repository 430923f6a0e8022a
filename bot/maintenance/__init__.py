"""Work on an index beside the bot: in a process of its own, one piece at a time; no Discord."""
