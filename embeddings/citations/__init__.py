"""Find and resolve page citations."""

from embeddings.citations.finder import KnownWorks, References, find
from embeddings.citations.page_numbers import label, overlap

__all__ = ["KnownWorks", "References", "find", "label", "overlap"]
