"""The database of servers: settings with their history, blocks, counts, questions, feedback."""
