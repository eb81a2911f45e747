"""Minnesota Legislature."""
