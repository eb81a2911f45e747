"""The steps of Georgia's bills and what they are: each has a code and words, "[HCFR] House Committee Favorably Reported".

The codes decide; where only the words are known, as in what aggregators keep, they do.
"""

from collections.abc import Iterable

from spiders.families.actions import Entry, Vocabulary

_STEPS = (
    ("", r".*\bveto overrid", ("veto-override-passage",)),
    ("", r".*\bveto sustained", ("veto-override-failure",)),
    ("", r".*\bline.item veto", ("executive-veto-line-item",)),
    ("", r".*\bveto", ("executive-veto",)),  # the code is that of a signature
    ("", r"act \d+", ("became-law",)),
    ("HPF|SPF", r"prefiled", ("filing",)),
    ("HH|SH", r"hopper", ("introduction",)),
    ("HFR|SFR", r"first read", ("reading-1",)),
    ("HSR|SSR|H2R|S2R", r"second read", ("reading-2",)),
    ("HTRL|S3RLT", r"(third|3rd) read\w* lost|lost", ("reading-3", "failure")),
    ("S3RPP", r"third read\w* postponed", ("deferral",)),
    ("HTR|STR", r"third read", ("reading-3",)),
    # A bill that is withdrawn from one committee to be sent to another is not withdrawn.
    ("HRECM|SRECM|HW&C|SW&C", r"recommitted|withdrawn (&|and) (re)?commit", ("referral-committee",)),
    ("HRAR|SRAR|SR", r"read and referred", ("referral-committee",)),
    ("HCFR|SCFR", r"committee favorably reported", ("committee-passage-favorable",)),
    ("HPA|SPA|HRA|SRA", r"passed|read and adopted|adopted", ("passage",)),
    ("HASAS|SAHAS|HAHAS|SASAS", r"agreed (house|senate)", ("concurrence",)),
    ("HTABL|STAB|HPOST", r"tabled|postponed", ("deferral",)),
    ("HSG|SSG", r"sent to governor", ("executive-receipt",)),
    ("HDSG|SDSG|Signed Gov", r"(date )?signed by governor|signed gov", ("executive-signature",)),
    # Engrossing forbids amendments; it is no passage.
    ("SE|HENG|SENG|HI|SI|HDSAS|SDHAS|HRECO|SRECO|SRECP|HCA|SCRA|HNOM|SNOM|SAPPT|HTT|STT|HCAP|HRP|STH|HTS|EFF",
     r"engrossed|immediately|insist|disagree|reconsider|conference|notice|taken from|transmit|effective|recede|appoint", ()),
)  # fmt: skip


def _entries(steps: Iterable[tuple[str, str, tuple[str, ...]]]) -> Iterable[Entry]:
    for codes, words, kinds in steps:
        by_words = rf"(?:\[[^\]]*\] )?(?:(?:house|senate) )?(?:{words})"
        yield (rf"\[(?:{codes})\]|{by_words}" if codes else by_words), kinds


GEORGIA = Vocabulary(_entries(_STEPS))
