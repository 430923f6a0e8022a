"""A file in, its paragraphs out: one file per format."""

from embeddings.readers.decoding import decode
from embeddings.readers.dispatch import read
from embeddings.readers.plain_text import blocks

__all__ = ["blocks", "decode", "read"]
