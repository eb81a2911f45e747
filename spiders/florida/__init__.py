"""Florida Legislature."""
