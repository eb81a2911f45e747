"""How small and how quick: many pages, a version of each a day, every raw body kept.

    python bench/store.py [--pages 1000] [--days 50] [--out FOLDER]

A page is 40 KB of public-sector HTML (navigation, inline style and script, prose, tables) with a nonce in its footer that
differs at every request; two pages in a hundred have one sentence rewritten a day. Prints the file's size, the speed of
storing, and the time of reading one body picked at random. Then the hard case: a
list that grows by a row of text every day, so that bodies lean on their predecessors.
"""

import argparse
import hashlib
import random
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from monitor.store import bodies
from monitor.store.engine import open_store, read, write
from monitor.store.schema import body

SIZE_AIM = 30_000_000
READ_AIM = 0.001
PUT_AIM = 0.0006
WORDS = (
    "agency amendment annual application appropriation authority bill board calendar chapter committee compliance "
    "commission comment controlled department director docket effective enforcement federal filing final guidance "
    "hearing import interim introduced jurisdiction labeling legislature licensed manufacturer notice office order "
    "petition pharmacy proposed provision public record recall registration regulation report request rule schedule "
    "secretary section senate statute substance term testimony title violation vote warning withdrawn"
)
VOCABULARY = tuple(WORDS.split(" "))


class Site:
    """Pages that look like one agency's: a shared frame, own content, a footer that never repeats."""

    def __init__(self, pages: int, seed: int) -> None:
        self.chosen = random.Random(seed)
        links = [
            f'<li class="nav-item"><a class="nav-link" href="/{w}/{n}">{w.title()} {n}</a></li>'
            for n, w in enumerate(VOCABULARY)
        ]
        self.style = "".join(
            f".c{n}{{margin:{n % 7}px;padding:{n % 9}px;color:#{n * 2654435761 & 0xFFFFFF:06x}}}" for n in range(60)
        )
        self.frame = "".join(self.chosen.choice(links) for _ in range(170))
        self.blocks = [self._prose(14_500) for _ in range(pages)]

    def sentence(self) -> str:
        """One sentence of 8 to 24 words, numbers among them."""
        words = [self.chosen.choice(VOCABULARY) for _ in range(self.chosen.randint(8, 24))]
        words[self.chosen.randrange(len(words))] = str(self.chosen.randint(1, 9999))
        return " ".join(words).capitalize() + "."

    def _prose(self, characters: int) -> list[str]:
        blocks: list[str] = []
        while sum(map(len, blocks)) < characters:
            blocks.append(" ".join(self.sentence() for _ in range(self.chosen.randint(1, 5))))
        return blocks

    def rewrite(self, page: int) -> None:
        """One real change: a paragraph begins with another sentence."""
        blocks = self.blocks[page]
        blocks[self.chosen.randrange(len(blocks))] = self.sentence() + " " + self.sentence()

    def extend(self, page: int) -> None:
        """One more row at the top of a list, some 300 bytes."""
        self.blocks[page].insert(0, " ".join(self.sentence() for _ in range(3)))

    def html(self, page: int) -> bytes:
        """The page as served now: about 40 KB."""
        nonce = self.chosen.getrandbits(64)
        main = "".join(
            f'<p id="s{n}" class="c{n % 60} measure">{text}</p>\n' for n, text in enumerate(self.blocks[page])
        )
        rows = "".join(
            f'<tr><td data-label="c0">{w}</td><td>{n}/{page % 28}</td></tr>' for n, w in enumerate(VOCABULARY * 2)
        )
        return (
            f"<!doctype html><html><head><title>Page {page}</title><style>{self.style}</style></head><body><nav><ul>"
            f"{self.frame}</ul></nav><main>{main}<table>{rows}</table></main><footer>Generated {nonce % 10**10} "
            f'<span data-nonce="{nonce:016x}">visitors today {nonce % 999_983:06d}</span></footer>'
            f'<script nonce="{nonce * 69069 % 2**64:016x}">window.t={nonce % 1000}</script></body></html>'
        ).encode()


def main() -> None:
    """Runs both cases and prints a line for each number."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--pages", type=int, default=1000)
    asked.add_argument("--days", type=int, default=50)
    asked.add_argument("--out", type=Path, help="keep the databases in this folder")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        run(folder / "pages.db", options.pages, options.days, share=0.02)
        run(folder / "lists.db", max(1, options.pages // 20), options.days, share=1.0)


def run(path: Path, pages: int, days: int, *, share: float) -> None:
    """Stores every version day by day, one transaction a hundred pages, then reads bodies back."""
    site, last = Site(pages, seed=pages), [b""] * pages
    engine = open_store(path, create=True)
    seconds, raw, first_day = 0.0, 0, 0.0
    for day in range(days):
        if day:
            for page in site.chosen.sample(range(pages), int(pages * share)):
                site.extend(page) if share == 1.0 else site.rewrite(page)
        served = [site.html(page) for page in range(pages)]
        raw += sum(map(len, served))
        began = time.perf_counter()
        for start in range(0, pages, 100):
            with write(engine) as conn:
                for page in range(start, min(start + 100, pages)):
                    last[page] = bodies.put(conn, served[page], like=last[page] or None)
        seconds += time.perf_counter() - began
        first_day = first_day or seconds
    engine.dispose()
    report(path, pages, days, raw, seconds, first_day, share)


def report(path: Path, pages: int, days: int, raw: int, seconds: float, first_day: float, share: float) -> None:
    """Prints what was measured beside what is aimed at."""
    kept, size = pages * days, path.stat().st_size
    times = timed_reads(path)
    p50, p99 = times[len(times) // 2], times[int(len(times) * 0.99)]
    what = "a list that grows every day" if share == 1.0 else f"a new footer every day, {share:.0%} changed"
    print(f"{pages} pages x {days} days, {what}")
    print(
        f"  file          {size / 1e6:8.1f} MB  ({raw / 1e6:.0f} MB raw, {size / kept:.0f} bytes a body; aim {SIZE_AIM / 1e6:.0f} MB)"
    )
    print(
        f"  store alone   {first_day / pages * 1e3:8.3f} ms  ({pages / first_day:.0f} a second; aim {PUT_AIM * 1e3} ms)"
    )
    if days > 1:
        later = (seconds - first_day) / (kept - pages)
        print(f"  store a later {later * 1e3:8.3f} ms  ({1 / later:.0f} a second)")
    print(
        f"  read one      {p50 * 1e3:8.3f} ms p50, {p99 * 1e3:.3f} ms p99, {times[-1] * 1e3:.3f} ms worst  (aim {READ_AIM * 1e3:.0f} ms)"
    )


def timed_reads(path: Path, count: int = 5000) -> list[float]:
    """Seconds of each of many reads of bodies picked at random, sorted."""
    engine = open_store(path)
    times = []
    with read(engine) as conn:
        known = conn.execute(sa.select(body.c.sha256)).scalars().all()
        for digest in random.Random(1).choices(known, k=count):
            began = time.perf_counter()
            data = bodies.get(conn, digest)
            times.append(time.perf_counter() - began)
            assert hashlib.sha256(data).digest() == digest
    engine.dispose()
    return sorted(times)


if __name__ == "__main__":
    main()
