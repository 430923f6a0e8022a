"""What one edition has that another has not."""
