"""Connecticut General Assembly."""
