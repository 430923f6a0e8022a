"""The client, its connection to Discord, and its shards."""
