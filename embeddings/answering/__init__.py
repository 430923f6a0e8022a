"""From a question to an answer, or to silence."""
