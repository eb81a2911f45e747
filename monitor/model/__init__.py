"""The vocabulary: what a source publishes (documents) and what the monitor keeps about it (records).

Standard library only, no behaviour beyond small properties. Every other room imports from here; this one imports nothing of ours.
"""
