"""PDF files: letters with their places in, paragraphs with their printed pages out."""

from embeddings.readers.pdf.reader import read

__all__ = ["read"]
