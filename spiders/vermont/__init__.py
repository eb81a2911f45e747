"""Vermont General Assembly."""
