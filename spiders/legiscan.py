"""LegiScan as a second route to every legislature: a source for each, `legiscan.virginia` and its like."""

from spiders.families.legiscan import LegiScanBills
from spiders.families.states import NAMES, folder


def _of(code: str) -> type[LegiScanBills]:
    return type(
        f"LegiScan{NAMES[code].replace(' ', '')}",
        (LegiScanBills,),
        {
            "__doc__": f"The bills of {NAMES[code]} as LegiScan has them.",
            "__module__": __name__,
            "name": f"legiscan.{folder(code)}",
            "jurisdiction": f"us-{code}",
            "code": code,
        },
    )


# LegiScan has the fifty states and the District.
globals().update((one.__name__, one) for one in map(_of, NAMES.keys() - {"pr"}))
