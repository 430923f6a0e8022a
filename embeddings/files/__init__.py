"""Atomic writes, and arrays on disk."""
