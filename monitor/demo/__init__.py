"""A first look: two recorded weeks of policy, served on this machine and watched by the real spiders.

Here stands what is needed to show the rest and nothing that the rest needs: `recording/` (what the sites said, by day), `site`
(serves it), `story` (what must be found in it), `stage` (the folder with configuration and database), `screen` (what a
visitor reads) and `play`, which puts them together.
"""
