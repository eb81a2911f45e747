"""Starts `policywatch` to be killed: the command itself, or a fork of a process that has done the importing.

The command spends most of its time importing, and the moments worth dying at come after that. The fork runs the same
function of the command line with the same arguments, in a session of its own. With POLICYWATCH_KILL_LOG set in the
environment, what the runs say on standard error is shown.
"""

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol


class Run:
    """A run under way: its process, whether it has ended, and with what exit code (negative: by which signal)."""

    def __init__(self, pid: int, wait: Callable[[], int]) -> None:
        self.pid = pid
        self.code = 0
        self.ended = threading.Event()
        threading.Thread(target=self._listen, args=(wait,), daemon=True).start()

    def _listen(self, wait: Callable[[], int]) -> None:
        self.code = wait()
        self.ended.set()

    def kill(self, whom: str) -> bool:
        """Ends by SIGKILL `all` its processes, only its `parent`, or only its `crawl` processes; False when there was none."""
        crawls = children_of(self.pid)
        doomed = {"all": [self.pid, *crawls], "parent": [self.pid], "crawl": crawls}[whom]
        for pid in doomed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return bool(doomed)


class Launcher(Protocol):
    """What starts a run."""

    def start(self, arguments: Sequence[str]) -> Run:
        """Starts `policywatch` with these arguments."""

    def close(self) -> None:
        """Gives back what it holds."""


class Commands:
    """Starts the installed command, as a shell does."""

    def start(self, arguments: Sequence[str]) -> Run:
        """A new process; what it prints is dropped."""
        command = Path(sys.executable).with_name("policywatch")
        popen = subprocess.Popen([command, *arguments], stdin=subprocess.DEVNULL, stderr=_LOG, start_new_session=True)
        return Run(popen.pid, popen.wait)

    def close(self) -> None:
        """Nothing is held."""


class Forks:
    """Starts forks of a process that has imported all that the service needs."""

    def __init__(self) -> None:
        self.process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def start(self, arguments: Sequence[str]) -> Run:
        """A new process; the last one must have ended."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(list(arguments)).encode() + b"\n")
        self.process.stdin.flush()
        return Run(self._number(), self._number)

    def _number(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def close(self) -> None:
        """Ends the prepared process."""
        self.process.communicate()


_LOG = subprocess.DEVNULL if os.environ.get("POLICYWATCH_KILL_LOG") is None else None
_PARENT = 1  # place in /proc/PID/stat after the name, which may hold blanks; see proc(5)


def children_of(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            if int(stat.read_text().rpartition(")")[2].split()[_PARENT]) == pid:
                found.append(int(stat.parent.name))
    return found


def main() -> None:
    """Forks once for each line of arguments; says the process's number, and when it has ended, how."""
    from monitor.cli import run, running
    from monitor.digests import deliver
    from monitor.service import catalogue
    from monitor.service import run as service

    assert all((running, deliver, service))
    catalogue.spiders()
    for line in sys.stdin:
        arguments = json.loads(line)
        pid = os.fork()
        if pid == 0:
            _become(run, arguments)
        print(pid, flush=True)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(run: Callable[[list[str]], Any], arguments: list[str]) -> None:
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1) if _LOG is None else (0, 1, 2):
        os.dup2(nothing, stream)
    os._exit(run(arguments))


if __name__ == "__main__":
    main()
