"""Georgia General Assembly."""
