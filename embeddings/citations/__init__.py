"""Find and resolve page citations."""

from embeddings.citations.finder import References, find_references
from embeddings.citations.page_numbers import format_pages, pages_overlap
from embeddings.citations.resolver import KnownWorks

__all__ = ["KnownWorks", "References", "find_references", "format_pages", "pages_overlap"]
