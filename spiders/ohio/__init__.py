"""Ohio General Assembly."""
