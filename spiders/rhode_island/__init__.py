"""Rhode Island General Assembly."""
