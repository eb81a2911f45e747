"""Delaware General Assembly."""
