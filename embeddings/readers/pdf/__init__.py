"""PDF files: letters with their places in, paragraphs with their printed pages out."""

from embeddings.readers.pdf.reader import READER

__all__ = ["READER"]
