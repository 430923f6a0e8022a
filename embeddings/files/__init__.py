"""Atomic writes, saved arrays, and the proof that files are what was written."""
