"""What a text is about: its sections, key terms and examples."""
