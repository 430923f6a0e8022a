"""Versions of a text on disk: built, compared, promoted, opened."""
