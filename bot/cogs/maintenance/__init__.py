"""The ways to the work of maintainers: typed, and pressed."""
