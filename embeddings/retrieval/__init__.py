"""From a question to passages with scores."""
