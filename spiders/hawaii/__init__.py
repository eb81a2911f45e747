"""Hawaii State Legislature."""
