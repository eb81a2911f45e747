"""Hours of the day in which a publisher wants no machine: a source names them, the schedule and the download obey.

`closed_hours = (time(6), time(21))` on a spider, by the clock of its `zone`: from the first, before the second; (22:00, 04:00)
spans midnight.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo


def closed(spider: Any, now: datetime) -> bool:
    """Whether the source, a spider or its class, may not be asked at a moment; those without closed hours always may."""
    hours = getattr(spider, "closed_hours", None)
    if not hours:
        return False
    first, until = hours
    local = now.astimezone(ZoneInfo(spider.zone)).time()
    return bool(first <= local < until if first <= until else local >= first or local < until)
