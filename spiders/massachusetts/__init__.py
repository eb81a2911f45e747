"""General Court of Massachusetts."""
