"""North Carolina General Assembly."""
