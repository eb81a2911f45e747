"""Colorado General Assembly."""
