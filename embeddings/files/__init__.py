"""Atomic writes, and memory-mapped arrays."""
