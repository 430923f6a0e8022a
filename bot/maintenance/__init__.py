"""Work on an index beside the bot: the program itself as a child, one job at a time; no Discord."""
