"""Michigan Legislature."""
