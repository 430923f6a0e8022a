"""Find and resolve page citations."""

from embeddings.citations.find import Lore, References, find
from embeddings.citations.pages import label, overlap

__all__ = ["Lore", "References", "find", "label", "overlap"]
