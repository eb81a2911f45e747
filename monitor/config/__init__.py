"""The configuration file: reading it (`load`), judging it (`verify`), and what it says (`Config`).

Rooms below the command line import the values from `monitor.config.shape`; this package's front door is for entry points.
Importing it loads nothing but the standard library.
"""

from monitor.config.load import STARTER, load, secrets, verify
from monitor.config.shape import Config, Fetch, Sources, SourceSettings, Subscription, Watch

__all__ = [
    "STARTER",
    "Config",
    "Fetch",
    "SourceSettings",
    "Sources",
    "Subscription",
    "Watch",
    "load",
    "secrets",
    "verify",
]
