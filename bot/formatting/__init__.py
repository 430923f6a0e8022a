"""A passage laid out, split, excerpted, written as Markdown, and proved; no Discord."""
