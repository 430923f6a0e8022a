"""A text with its citations, quotations and passages."""
