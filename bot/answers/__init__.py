"""Open texts, the answer queue, and the use case that answers a question."""
