"""Pennsylvania General Assembly."""
