"""Oklahoma Legislature."""
