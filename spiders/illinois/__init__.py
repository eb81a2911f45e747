"""Illinois General Assembly."""
