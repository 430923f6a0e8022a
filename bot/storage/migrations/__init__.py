"""Migrations from every earlier schema to this version's, one step per file."""
