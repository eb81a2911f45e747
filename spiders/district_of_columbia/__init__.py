"""Council of the District of Columbia."""
