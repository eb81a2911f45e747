"""Missouri General Assembly."""
