"""A file in, a Document out: one file per format."""

from embeddings.readers.text import blocks, decode

__all__ = ["blocks", "decode"]
