"""What members meet: one feature a file, each a translation and nothing more."""
