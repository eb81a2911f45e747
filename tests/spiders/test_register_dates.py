"""When comments close and a rule takes effect, from the captions that agencies print."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.families.register_dates import comments_close_on, effective_on


@pytest.mark.parametrize(
    ("caption", "on"),
    [
        ("DATES: Comments must be submitted on or before May 16, 2016.", (2016, 5, 16)),
        ("Comments Due Date: May 16, 2016.", (2016, 5, 16)),
        ("Comments must be received on or before: 5/15/2016.", (2016, 5, 15)),
        ("Written comments must be received by 11:59 p.m. Eastern Time on Tuesday, March 1, 2024.", (2024, 3, 1)),
        ("The comment period for the rule published on January 20, 2016 is extended to May 5, 2016.", (2016, 5, 5)),
        (
            "The comment period (81 FR 3033) is reopened. We will consider all comments received on or before May 5, 2016.",
            (2016, 5, 5),
        ),
        ("The comment period closes on June 3, 2024.", (2024, 6, 3)),
        ("The hearing is on May 9, 2016, and ends no later than 9 p.m. Comments are due: May 6, 2016.", (2016, 5, 6)),
        ("Written comments should be sent within 30 days of publication of this notice.", None),
        ("The meeting will be held by telephone on May 4, 2016. The public may comment there.", None),
        ("Objections and requests for hearings must be received on or before April 12, 2024.", None),
        ("Comments must be received by February 30, 2024.", None),
        ("", None),
    ],
)
def test_comments_close_on_the_day_that_the_caption_asks_for(caption: str, on: tuple[int, int, int] | None) -> None:
    assert comments_close_on(caption) == (date(*on) if on else None)


@pytest.mark.parametrize(
    ("caption", "on"),
    [
        ("This rule is effective March 13, 2024.", (2024, 3, 13)),
        ("Effective: April 15, 2016.", (2016, 4, 15)),
        ("This temporary scheduling order is effective August 26, 2026, until August 26, 2028.", (2026, 8, 26)),
        ("This rule is effective from 7:30 a.m. until 3 p.m. on April 30, 2016.", (2016, 4, 30)),
        (
            "The effective date of the rule published March 1, 2016 is delayed from April 15, 2016 to May 16, 2016.",
            (2016, 5, 16),
        ),
        ("The FAA must receive comments on this AD by March 28, 2024.", None),
        ("The rule published on March 1, 2016, is withdrawn effective immediately.", None),
        ("Effective dates will be announced. Comments must be received by May 5, 2016.", None),
    ],
)
def test_a_rule_takes_effect_on_the_day_that_the_caption_names(caption: str, on: tuple[int, int, int] | None) -> None:
    assert effective_on(caption) == (date(*on) if on else None)


@given(st.text(alphabet="effectiv comments by on, .;0123456789aApPmM:", max_size=400))
def test_no_caption_is_too_odd(caption: str) -> None:
    assert comments_close_on(caption) is None or comments_close_on(caption + ".") is not None
    effective_on(caption)
