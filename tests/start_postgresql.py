"""A throw-away PostgreSQL for the tests: nothing outlives it, nothing is safe in it (fsync is off).

    python tests/start_postgresql.py run COMMAND…    runs a command with POLICYWATCH_TEST_POSTGRESQL set, then stops the server
    python tests/start_postgresql.py start FOLDER    starts one and prints its URL
    python tests/start_postgresql.py stop FOLDER     stops it and removes the folder

Installs Debian's package when there is none and this is root. PostgreSQL refuses to run as root, so root lends it `nobody`.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=50 -c shared_buffers=64MB"


def main(arguments: list[str]) -> int:
    """Does what the module's text says; returns the exit code."""
    match arguments:
        case ["run", *command] if command:
            return run(command)
        case ["start", folder]:
            print(start(Path(folder).absolute()), flush=True)
            return 0
        case ["stop", folder]:
            stop(Path(folder).absolute())
            return 0
    print(__doc__, file=sys.stderr)
    return 2


def run(command: list[str]) -> int:
    """Runs a command beside a server of its own and returns its exit code."""
    folder = Path(tempfile.mkdtemp(prefix="policywatch-postgresql-"))
    try:
        url = start(folder)
        return subprocess.run(command, env=os.environ | {"POLICYWATCH_TEST_POSTGRESQL": url}, check=False).returncode
    finally:
        stop(folder)


def start(folder: Path) -> str:
    """Makes a cluster in the folder, serves it on a free port of the loopback interface, and returns its URL."""
    programs = find_programs() or install()
    folder.mkdir(parents=True, exist_ok=True)
    lend(folder)
    data, port = folder / "data", free_port()
    call(programs / "initdb", "-D", data, "-U", "policywatch", "--auth=trust", "-E", "UTF8", "--locale=C", "--no-sync")
    options = f"-h 127.0.0.1 -p {port} -k {folder} {QUICK}"
    call(programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start")
    return f"postgresql://policywatch@127.0.0.1:{port}/postgres"


def stop(folder: Path) -> None:
    """Stops the server, if it runs, and removes all of it."""
    if (folder / "data" / "postmaster.pid").exists() and (programs := find_programs()):
        call(programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder, ignore_errors=True)


def find_programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`: on the path, or where Debian hides them."""
    if found := shutil.which("pg_ctl"):
        return Path(found).resolve().parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


def install() -> Path:
    """Installs Debian's package; without the right to, says what is missing."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SystemExit("PostgreSQL is not installed: sudo apt-get install postgresql")
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", "postgresql"]):
        subprocess.run(["apt-get", *command], env=quiet, check=True, stdout=sys.stderr)
    found = find_programs()
    assert found, "the package was installed, but pg_ctl is not where Debian puts it"
    return found


def call(*command: str | Path) -> None:
    """Runs one of PostgreSQL's programs as an ordinary user; its output is shown only when it fails."""
    as_nobody = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
    # Not a pipe: the server would inherit it and keep us waiting for its end.
    with tempfile.TemporaryFile("w+") as said:
        done = subprocess.run(command, stdout=said, stderr=subprocess.STDOUT, cwd="/", check=False, **as_nobody)
        if done.returncode:
            said.seek(0)
            raise SystemExit(f"{command[0]} failed:\n{said.read()}")


def lend(folder: Path) -> None:
    """Gives the folder to the user who will run the server."""
    if os.geteuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
