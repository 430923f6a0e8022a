"""The manifest, `data/library.toml`: what is peculiar to each text."""
