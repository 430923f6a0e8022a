"""A report on an index, as one HTML page."""
