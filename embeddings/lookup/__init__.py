"""What is looked up without a model: a page, a paragraph, verbatim words, works."""
