"""How long matching takes: many short documents against many topics, in one process.

Run: python bench/match.py [--documents 100000] [--topics 1000] [--words 40]

Two mixes: in the first every document may say anything, as if every bill were on somebody's subject; in the second one in ten does
and the others keep to the common words, as a legislature's bills do.

The words are drawn with the frequencies of a natural language (Zipf) from a made vocabulary; topics are phrases, names,
prefixes and Boolean combinations of its rarer words, as saved queries are. Prints documents a second and how many matched.
"""

import argparse
import random
import resource
import time
from itertools import accumulate

from monitor.model.documents import Bill, Document
from monitor.model.records import Topic
from monitor.topics.match import Matcher

VOCABULARY = 100_000
COMMON = 10_000  # nobody saves a query for one of the language's commonest words alone


def vocabulary(rng: random.Random) -> list[str]:
    """Pronounceable words, the commonest first."""
    syllables = [a + b for a in "bcdfghklmnprstvw" for b in "aeiou"]
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        words["".join(rng.choices(syllables, k=rng.randint(2, 4)))] = None
    return list(words)


def query(rng: random.Random, words: list[str]) -> str:
    """A saved query such as people write: two to six parts."""
    rare = [rng.choice(words[COMMON:]) for _ in range(4)]
    common = rng.choice(words[50:COMMON])
    return rng.choice(
        [
            f'{rare[0]} OR {rare[1]} OR "{rare[2]} {common}"',
            f"({rare[0]} OR {rare[1]}) AND {common}",
            f"{rare[0]} AND NOT {common}",
            f"{rare[0]} OR {rng.randint(2, 19)}-{rare[1]} OR {rare[2][:5]}*",
            f'{rare[0]} OR title:{rare[1]} OR "{rare[2]} {common}"~5',
            f"({rare[0]} OR {rare[1]}) AND jurisdiction:us-*",
        ]
    )


def documents(rng: random.Random, words: list[str], count: int, length: int, share: float) -> list[Document]:
    """Bills with a title of ten words and the rest as text; `share` of them may use the rare words that queries are made of."""
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    made: list[Document] = []
    for number in range(count):
        reach = len(words) if rng.random() < share else COMMON
        drawn = rng.choices(words[:reach], cum_weights=weights[:reach], k=length)
        title, text = " ".join(drawn[:10]).capitalize(), " ".join(drawn[10:]).capitalize()
        made.append(Bill(identifier=f"HB {number}", title=f"{title}.", url="", text=f"{text}.", status="In committee"))
    return made


def measure(matcher: Matcher, texts: list[Document]) -> str:
    """Matches every document and says how long it took and how many matched."""
    started, worked = time.perf_counter(), time.process_time()
    found = [matcher.match(one, source="virginia.bills", jurisdiction="us-va") for one in texts]
    taken, worked = time.perf_counter() - started, time.process_time() - worked
    matched, matches = sum(map(bool, found)), sum(map(len, found))
    return f"{taken:.2f} s ({worked:.2f} s of processor time); {matched:,} matched, {matches:,} matches"


def main() -> None:
    """Compiles the topics, matches both mixes, prints a line for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--topics", type=int, default=1_000)
    parser.add_argument("--words", type=int, default=40, help="words of each document")
    options = parser.parse_args()
    rng = random.Random(7)
    words = vocabulary(rng)
    topics = [Topic(name=f"topic {number}", query=query(rng, words)) for number in range(options.topics)]
    started = time.perf_counter()
    matcher = Matcher(topics)
    print(f"{options.topics:,} topics compiled in {time.perf_counter() - started:.2f} s")
    for share in (1.0, 0.1):
        texts = documents(rng, words, options.documents, options.words, share)
        print(
            f"{options.documents:,} documents of {options.words} words, {share:.0%} with rare ones: {measure(matcher, texts)}"
        )
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB, the documents included")


if __name__ == "__main__":
    main()
