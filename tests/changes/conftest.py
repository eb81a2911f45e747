"""A busy machine may be slow to draw the first example of a law; that is no failure."""

from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")
