"""Steps that the governor's office takes, wherever a chamber's journal writes them down. Step 3 of the path.

Histories name the chamber in whose journal a step stands, also for "Approved by Governor".
"""

from dataclasses import replace

from monitor.model.documents import Action

KINDS = frozenset(
    {"executive-receipt", "executive-signature", "executive-veto", "executive-veto-line-item", "became-law"}
)


def by_office(step: Action) -> Action:
    """The step with the executive as its actor when its kinds say so."""
    return replace(step, by="executive") if KINDS.intersection(step.kinds) else step
