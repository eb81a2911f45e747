"""Asamblea Legislativa de Puerto Rico."""
