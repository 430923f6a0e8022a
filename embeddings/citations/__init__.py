"""Find and resolve page citations."""

from embeddings.citations.finder import KnownWorks, References, find_references
from embeddings.citations.page_numbers import format_pages, pages_overlap

__all__ = ["KnownWorks", "References", "find_references", "format_pages", "pages_overlap"]
