"""`python -m monitor.crawl`: starts a crawl process.

Garbage is not collected while modules are imported (a tenth of the time it takes to start), and seldom later: what a crawl
makes is freed by reference, and the process ends soon. When all is said it ends at once: to take the interpreter apart, module
by module, would take another tenth of a second.
"""

import gc
import os
import sys
from contextlib import suppress


def main() -> int:
    """Imports the crawl with the collector off, then runs it."""
    gc.disable()
    from monitor.crawl.child import run

    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()
    return run()


if __name__ == "__main__":
    code = main()
    with suppress(BrokenPipeError):  # nobody listens any more
        sys.stdout.flush()
    os._exit(code)
