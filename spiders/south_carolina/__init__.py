"""South Carolina General Assembly."""
