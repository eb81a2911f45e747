"""Tennessee General Assembly."""
