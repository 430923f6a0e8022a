"""What is searched: sentence vectors, token vectors and words; saved and loaded."""
