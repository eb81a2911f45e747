"""Maryland General Assembly."""
