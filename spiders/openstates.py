"""OpenStates as a further route to every legislature: a source for each, `openstates.virginia` and its like."""

from spiders.families.openstates import OpenStatesBills
from spiders.families.states import NAMES, folder


def _of(code: str) -> type[OpenStatesBills]:
    return type(
        f"OpenStates{NAMES[code].replace(' ', '')}",
        (OpenStatesBills,),
        {
            "__doc__": f"The bills of {NAMES[code]} as OpenStates has them.",
            "__module__": __name__,
            "name": f"openstates.{folder(code)}",
            "jurisdiction": f"us-{code}",
            "code": code,
        },
    )


globals().update((one.__name__, one) for one in map(_of, NAMES))
