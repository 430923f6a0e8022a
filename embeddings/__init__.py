"""The text and its index: no Discord, no asyncio, no environment variables."""
