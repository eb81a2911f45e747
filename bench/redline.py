"""How fast a redline is, beside `git diff --histogram --word-diff` (blocks and words, native) and difflib (lines only).

    python bench/redline.py [FOLDER] [--generator SCRIPT] [--rounds 5]

FOLDER holds pairs `law-<lines>-old.txt` and `law-<lines>-new.txt`; with --generator, `SCRIPT FOLDER` is run first to write them.
Without a folder, long law of our own making is compared: 1 % of the lines edited, sections moved and renumbered. The
contestants take turns and medians are printed, because machines are noisy. difflib is left out above 20,000 lines.
"""

import argparse
import difflib
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from monitor.changes.redline import redline


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path(__file__).parent / "out" / "law")
    parser.add_argument("--generator", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if options.generator:
        subprocess.run([sys.executable, options.generator, options.folder], check=True, stdout=subprocess.DEVNULL)
    if not options.folder.exists():
        options.folder.mkdir(parents=True)
        for lines in (2_000, 20_000, 100_000):
            write_law(options.folder, lines)
    pairs = sorted(options.folder.glob("law-*-old.txt"), key=lambda path: int(re.findall(r"\d+", path.name)[0]))
    if not pairs:
        parser.error(f"no law-<lines>-old.txt in {options.folder}; name a --generator")
    print(
        f"{'lines':>8} {'redline':>12} {'git':>12} {'difflib':>12} {'operations':>11}   medians of {options.rounds}, ms"
    )
    for old in pairs:
        measure(old, old.with_name(old.name.replace("-old", "-new")), options.rounds)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


WORDS = [
    "the",
    "department",
    "shall",
    "a",
    "person",
    "license",
    "fee",
    "of",
    "this",
    "section",
    "not",
    "any",
    "state",
    "under",
    "rule",
    "kratom",
    "product",
    "penalty",
]


def write_law(folder: Path, lines: int) -> None:
    """A pair of texts: numbered sections of long lines, then 1 % of the lines edited and one section in fifty moved."""
    chance = random.Random(lines)
    sections = [
        [f"Section {number}. Of subject {number}."]
        + [f"({letter}) " + " ".join(chance.choices(WORDS, k=30)) + "." for letter in "abcdefghi"]
        for number in range(1, lines // 10 + 1)
    ]
    (folder / f"law-{lines}-old.txt").write_text("\n".join(line for section in sections for line in section))
    for section in chance.sample(sections, len(sections) // 10):
        section[chance.randrange(1, 10)] += f" The fee is ${chance.randrange(1000)}."
    for _ in range(len(sections) // 50):
        sections.insert(chance.randrange(len(sections)), sections.pop(chance.randrange(len(sections))))
    (folder / f"law-{lines}-new.txt").write_text("\n".join(line for section in sections for line in section))


def measure(old: Path, new: Path, rounds: int) -> None:
    before, after = old.read_text(), new.read_text()
    lines = before.count("\n")
    contestants: dict[str, Callable[[], object]] = {
        "redline": lambda: redline(before, after),
        "git": lambda: git(old, new),
    }
    if lines <= 20_000:
        contestants["difflib"] = lambda: by_difflib(before, after)
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, run in contestants.items():
            start = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - start)
    shown = [
        f"{1000 * statistics.median(times[name]):12.1f}" if name in times else f"{'-':>12}"
        for name in ("redline", "git", "difflib")
    ]
    print(f"{lines:8} {' '.join(shown)} {len(redline(before, after)):11}")


def git(old: Path, new: Path) -> None:
    command = ["git", "diff", "--no-index", "--histogram", "--word-diff=porcelain", str(old), str(new)]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=False)  # it ends with 1 when the files differ


def by_difflib(before: str, after: str) -> object:
    return difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False).get_opcodes()


if __name__ == "__main__":
    main()
