"""The way from every earlier schema to this version's, a step a file."""
