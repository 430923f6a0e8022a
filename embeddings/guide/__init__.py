"""What a text is about: its sections, their key terms, and examples of questions."""
