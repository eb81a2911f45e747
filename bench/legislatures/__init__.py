"""Simulated sites of all legislatures, in the formats of the real ones, for `bench/states.py`."""
