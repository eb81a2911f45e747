"""Oregon Legislative Assembly."""
