"""Mississippi Legislature."""
