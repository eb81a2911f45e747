"""How fast a whole check is, against the peers and against a bare Scrapy crawl that only hashes bodies.

    python bench/check_cycle.py --yardstick DIR [--pages 1000 5000] [--peers webchanges urlwatch] [--rounds 1]

DIR holds the yardstick: govsrv.c, gen_site.py, peer_jobs.py (a local server of government-style pages of 40 KB with ETags and
a switch that changes 2 % of them). Phases: first pass, nothing changed without 304, nothing changed with 304, 2 % changed
with the digest rendered. All run side by side in turn on the same machine; quote ratios, machines are noisy.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

OUT = Path(__file__).parent / "out"
PORT = 8811
SITE = f"http://127.0.0.1:{PORT}"
PHASES = ("first pass", "quiet, no 304", "quiet, 304", "2 % changed")


@dataclass
class Runner:
    """Something that checks all pages once: `run(step)` does it, `ready()` prepares an empty state."""

    name: str
    ready: Callable[[int], None]
    run: Callable[[str], None]
    seconds: dict[str, list[float]] = field(default_factory=dict)
    memory: float = 0.0


def main() -> int:
    """Runs the bench and prints a table."""
    options = _options()
    OUT.mkdir(exist_ok=True)
    for pages in options.pages:
        server = _serve(options.yardstick, pages)
        try:
            runners = _runners(options, pages)
            for _ in range(options.rounds):
                for runner in runners:
                    _measure(runner, pages)
        finally:
            server.terminate()
        _print(runners, pages)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    beside = Path(__file__).resolve().parents[2] / "shared" / "bench"
    parser.add_argument("--yardstick", type=Path, default=os.environ.get("POLICYWATCH_YARDSTICK", beside))
    parser.add_argument("--pages", type=int, nargs="+", default=[1000])
    parser.add_argument("--peers", nargs="*", default=["webchanges", "urlwatch"])
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    if not (Path(options.yardstick) / "govsrv.c").exists():
        print(f"no yardstick in {options.yardstick}; name it with --yardstick: nothing measured")
        sys.exit(0)
    return options


def _serve(yardstick: Path, pages: int) -> subprocess.Popen[bytes]:
    binary, data = OUT / "govsrv", OUT / f"pages-{pages}.bin"
    if not binary.exists():
        subprocess.run(["gcc", "-O2", "-o", binary, Path(yardstick) / "govsrv.c", "-lz"], check=True)
    if not data.exists():
        subprocess.run([sys.executable, Path(yardstick) / "gen_site.py", str(pages), data], check=True)
    server = subprocess.Popen([binary, data, str(PORT)], stderr=subprocess.DEVNULL)
    for _ in range(100):
        try:
            _ask("/stat")
            return server
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("the local server did not start")


def _ask(path: str) -> str:
    with urllib.request.urlopen(SITE + path) as answer:
        return str(answer.read().decode())


def _measure(runner: Runner, pages: int) -> None:
    _ask("/ctl?etag=0&t=0&gzip=1")
    runner.ready(pages)
    for phase in PHASES:
        if phase == "quiet, 304":
            _ask("/ctl?etag=1")
            runner.run(phase)  # learns the validators; not counted
        if phase == "2 % changed":
            _ask("/ctl?t=1")
        before = time.perf_counter()
        runner.run(phase)
        runner.seconds.setdefault(phase, []).append(time.perf_counter() - before)
    runner.memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _print(runners: list[Runner], pages: int) -> None:
    print(f"\n{pages} pages, pages a second (best of {len(runners[0].seconds[PHASES[0]])})")
    print(f"{'':<24}" + "".join(f"{phase:>16}" for phase in PHASES) + f"{'peak MB*':>10}")
    for runner in runners:
        speeds = [pages / min(runner.seconds[phase]) for phase in PHASES]
        print(f"{runner.name:<24}" + "".join(f"{speed:>16.0f}" for speed in speeds) + f"{runner.memory:>10.0f}")
    print("* of the largest process so far in this run, in the order of the rows")


# -- who runs ---------------------------------------------------------------------------------------------------------


def _runners(options: argparse.Namespace, pages: int) -> list[Runner]:
    return [_bare(2), _ours(), *(_peer(peer, Path(options.yardstick)) for peer in options.peers)]


def _folder(name: str) -> Path:
    folder = OUT / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _ours() -> Runner:
    folder = OUT / "policywatch"
    command = [sys.executable, "-m", "monitor"]

    def call(*arguments: str) -> None:
        subprocess.run([*command, *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL)

    def ready(pages: int) -> None:
        _folder("policywatch")
        watches = "\n".join(
            f'[[watch]]\nname = "page {number}"\nurl = "{SITE}/p/{number}.html"\ncss = "main"'
            for number in range(pages)
        )
        head = '[fetch]\ndelay = 0\nallow_private = ["127.0.0.0/8"]\n[sources]\nenabled = []\n[topics.all]\nquery = "kind:page"\n'
        weekly = '[subscriptions.weekly]\ntopics = ["all"]\ncadence = "mon 08:00"\n'
        (folder / "policywatch.toml").write_text(head + weekly + watches)
        call("init")

    def run(phase: str) -> None:
        call("check", "--all", "--json")
        if phase == "2 % changed":
            call("digest", "weekly", "--format", "html", "--out", "digest.html")

    return Runner("policywatch", ready, run)


_BARE = """
import hashlib, sys
import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from monitor.crawl.settings import settings_for

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for number in range(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])):
            yield scrapy.Request("{site}/p/%d.html" % number)
    def parse(self, response):
        hashlib.sha256(response.body).digest()

settings = settings_for(contact="", version="0", allow_private=["127.0.0.0/8"], delay=0.0, log_level="ERROR")
settings |= dict(CONCURRENT_REQUESTS_PER_DOMAIN=16, ROBOTSTXT_OBEY=False, DOWNLOADER_MIDDLEWARES=dict.fromkeys(settings["DOWNLOADER_MIDDLEWARES"]))
settings["DOWNLOAD_HANDLERS"] = dict(http="scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler")
process = AsyncCrawlerProcess(settings)
process.crawl(Bare)
process.start()
"""


def _bare(processes: int) -> Runner:
    """Scrapy alone with our slim settings and none of our code: as many processes, bodies hashed, nothing kept."""
    script = OUT / "bare.py"
    script.write_text(_BARE.replace("{site}", SITE))
    state = {"pages": 0}

    def ready(pages: int) -> None:
        state["pages"] = pages

    def run(phase: str) -> None:
        running = [
            subprocess.Popen([sys.executable, script, str(first), str(state["pages"]), str(processes)])
            for first in range(processes)
        ]
        if any(process.wait() for process in running):
            raise RuntimeError("the bare crawl failed")

    return Runner(f"bare Scrapy x{processes}", ready, run)


def _peer(name: str, yardstick: Path) -> Runner:
    """A peer in a virtual environment of its own, run as its documentation says."""
    binary = OUT / f"venv-{name}" / "bin"
    if not (binary / name).exists():
        subprocess.run([sys.executable, "-m", "venv", binary.parent], check=True)
        subprocess.run([binary / "pip", "install", "--quiet", name, "html2text"], check=True)
    folder = OUT / name
    quiet = "report: {stdout: {enabled: true, color: false}, text: {details: true, footer: false}}\n"

    def ready(pages: int) -> None:
        _folder(name)
        subprocess.run([sys.executable, yardstick / "peer_jobs.py", name, str(pages), folder / "jobs.yaml"], check=True)
        (folder / "c.yaml").write_text(quiet)
        (folder / "none.py").write_text("")

    def run(phase: str) -> None:
        if name == "webchanges":
            paths = ["--config", "c.yaml", "--jobs", "jobs.yaml", "--database", "db", "--hooks", "none.py"]
        else:
            paths = ["--config", "c.yaml", "--urls", "jobs.yaml", "--cache", "db", "--hooks", "none.py"]
        subprocess.run(
            [binary / name, *paths], cwd=folder, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    return Runner(name, ready, run)


if __name__ == "__main__":
    sys.exit(main())
