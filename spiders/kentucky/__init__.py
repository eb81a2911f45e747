"""Kentucky General Assembly."""
