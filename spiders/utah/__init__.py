"""Utah State Legislature."""
