"""New Hampshire General Court."""
