"""How an attempt to send ended: what the ways to send answer, and the ledger reads. Step 11 of the path."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """How an attempt ended. `unknown`: it may have arrived, nobody can say. `retry` may carry the seconds the receiver asks
    for. `error` holds no secret."""

    state: Literal["sent", "failed", "unknown", "retry"]
    permanent: bool = False
    retry_after: float | None = None
    error: str = ""
