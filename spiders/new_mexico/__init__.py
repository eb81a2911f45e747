"""New Mexico Legislature."""
