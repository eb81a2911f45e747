"""Nevada Legislature."""
