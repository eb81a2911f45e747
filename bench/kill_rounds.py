"""Kill -9 at random moments of check, gather and deliver, round after round: is anything lost or told twice?

    python bench/kill_rounds.py [--rounds 200] [--seed 7] [--command] [--processes 1]

In each round a site on loopback publishes one change, `policywatch run --once` is killed at a random moment (all its
processes, only the parent, or only a crawl), and is run again until it ends by itself. Then the database and every message
that a webhook and a mail server received are read: no change lost or doubled, no digest doubled, at most one repeat of a
message that was in flight, word for word and with the same digest id. Exit 1 when something is wrong.

Runs are forks of a process that has done the importing; `--command` starts the installed command instead.
"""

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "story"))

from killing import Verdict, World, play, verdict, world
from launcher import Commands, Forks


def main() -> int:
    """Plays the rounds and prints what they came to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--command", action="store_true", help="start the installed command each time")
    parser.add_argument("--processes", type=int, default=1, help="crawl processes of a check")
    chosen = parser.parse_args()
    launcher = Commands() if chosen.command else Forks()
    begun = time.monotonic()
    with (
        tempfile.TemporaryDirectory() as folder,
        world(Path(folder), launcher, chosen.seed, processes=chosen.processes) as played,
    ):
        for number in play(played, chosen.rounds):
            if sys.stderr.isatty() or number % 20 == 0:
                print(f"\r{number} of {chosen.rounds} rounds, {len(played.kills)} kills", end="", file=sys.stderr)
        found = verdict(played)
        report(played, found, time.monotonic() - begun)
    launcher.close()
    return 1 if found.faults else 0


def report(played: World, found: Verdict, seconds: float) -> None:
    """The summary."""
    print(f"\n{len(played.kills)} kills in {played.runs} runs, {seconds:.0f} s")
    for title, names in (
        ("what was under way", [kill.phase for kill in played.kills]),
        ("who was killed", [kill.whom for kill in played.kills]),
        ("aimed at", [kill.aim for kill in played.kills]),
    ):
        print(f"  {title}:")
        for name, number in Counter(names).most_common():
            print(f"    {number:>5}  {name}")
    print(
        f"{found.published} changes published, {found.digests} digests, {found.messages} messages received, "
        f"{found.repeated} digests twice, {found.doubtful} deliveries left as unknown after two kills in flight, "
        f"{played.resent} that had not left resent by hand"
    )
    for fault in found.faults:
        print(f"WRONG: {fault}")
    if not found.faults:
        print("nothing lost, nothing doubled")


if __name__ == "__main__":
    sys.exit(main())
