"""The console script: runs the command line and turns every fault of ours into a message and an exit code."""

import sys


def main() -> None:
    """`policywatch VERB`: exit 0 fine, 1 something failed, 2 wrong usage."""
    from monitor.cli import run

    sys.exit(run())


if __name__ == "__main__":
    main()
