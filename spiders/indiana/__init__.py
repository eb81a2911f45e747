"""Indiana General Assembly."""
