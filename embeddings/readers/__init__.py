"""A file in, its paragraphs out: one file per format."""

from embeddings.readers.reading import read
from embeddings.readers.source import Source
from embeddings.readers.text import blocks, decode

__all__ = ["Source", "blocks", "decode", "read"]
