"""Open texts, the queue of questions, and the use case that answers one."""
