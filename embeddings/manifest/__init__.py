"""The manifest, `data/library.toml`: what is particular to each text."""
