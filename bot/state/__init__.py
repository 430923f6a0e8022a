"""What the running bot remembers: conversations, limits, caches."""
