"""What is kept of a server: settings with their history, blocks, counts, questions, reports."""
