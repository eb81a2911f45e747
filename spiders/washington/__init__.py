"""Washington State Legislature."""
