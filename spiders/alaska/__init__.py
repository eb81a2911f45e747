"""Alaska State Legislature."""
