"""The client: its connection to Discord, its shards."""
