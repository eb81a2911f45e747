"""Virginia General Assembly."""
