"""What a server's moderators decide, and what follows from it; no Discord, no database."""
