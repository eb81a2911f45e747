"""`python -m monitor.crawl`: starts a crawl process.

Garbage is not collected while modules are imported (a tenth of the time it takes to start), and seldom later: what a crawl
makes is freed by reference, and the process ends soon.
"""

import gc
import sys


def main() -> int:
    """Imports the crawl with the collector off, then runs it."""
    gc.disable()
    from monitor.crawl.child import run

    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
    return run()


if __name__ == "__main__":
    sys.exit(main())
