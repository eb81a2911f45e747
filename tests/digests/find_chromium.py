"""The browser in which the messages are looked at: its path; None where there is none.

python tests/digests/find_chromium.py    prints the path; installs Debian's package first where there is none and this is root
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Chromium or Chrome on the path."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def install() -> str:
    """Installs Debian's package; without the right to, says what is missing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit("Chromium is not installed: sudo apt-get install chromium")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *command], env=quiet, check=True, stdout=sys.stderr)
    found = find_chromium()
    assert found, "the package was installed, but no program of that name is on the path"
    return found


if __name__ == "__main__":
    print(find_chromium() or install())
