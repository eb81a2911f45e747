"""Idaho Legislature."""
