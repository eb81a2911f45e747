"""South Dakota Legislature."""
