"""Arkansas General Assembly."""
