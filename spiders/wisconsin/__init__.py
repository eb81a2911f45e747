"""Wisconsin Legislature."""
