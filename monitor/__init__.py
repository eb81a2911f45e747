"""policywatch: watches regulators and legislatures, reads what changed, tells people in digests."""

__version__ = "0.1.0"
