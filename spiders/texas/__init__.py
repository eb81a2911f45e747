"""Texas Legislature."""
