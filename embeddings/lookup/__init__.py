"""Look-ups that need no model: a page, a paragraph, verbatim words, works."""
