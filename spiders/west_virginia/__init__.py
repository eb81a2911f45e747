"""West Virginia Legislature."""
