"""Iowa General Assembly."""
