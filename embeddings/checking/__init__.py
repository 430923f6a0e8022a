"""Where somebody's quoted words stand in a text, and how they differ from it."""
