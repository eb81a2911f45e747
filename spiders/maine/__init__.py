"""Maine Legislature."""
