"""From two states of a document to a change that can be explained: steps 5 and 6 of the path. Pure; `now` is an argument.

`fingerprint` says whether a state is new, `compare` which fields differ, `redline` how the text differs, `progress` where a
bill stands, `importance` how much it matters and why, and `revise` decides with all of these what is kept and announced.
"""
