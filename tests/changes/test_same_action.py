"""One step of a bill in the words of two routes, and two steps that only look alike."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from monitor.changes.same_action import unseen
from monitor.model.documents import Action

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
WORDS = st.sampled_from(
    ["Passed House", "Read third time", "Referred to Finance", "Signed by Governor", "Fiscal note filed"]
)
ACTIONS = st.builds(
    Action, on=st.none() | DAYS, text=WORDS, by=st.sampled_from(["upper", "lower", "executive"]), kinds=st.just(())
)


def step(day: int, text: str, *kinds: str, by: str = "lower") -> Action:
    return Action(on=date(2026, 3, day), text=text, by=by, kinds=kinds)


def test_the_same_step_in_other_words_is_known() -> None:
    direct = step(4, "H VOTE: Passage #2 (98-Y 0-N)", "passage")
    assert unseen([direct], [step(4, "Read third time and passed House (98-Y 0-N)", "reading-3", "passage")]) == ()
    assert (
        unseen(
            [step(5, "Approved by Governor-Chapter 12", by="executive")],
            [step(4, "Governor: Approved by Governor, Chapter 12", by="executive")],
        )
        == ()
    )


def test_a_further_step_of_the_same_kind_is_news() -> None:
    first, second = (
        step(4, "Amendment 1 agreed to", "amendment-passage"),
        step(4, "Amendment 7 agreed to", "amendment-passage"),
    )
    assert unseen([first, second], [step(4, "Amendment #1 agreed", "amendment-passage")]) == (second,)


def test_the_other_chamber_s_step_is_another() -> None:
    passed = step(4, "Passed Senate", "passage", by="upper")
    assert unseen([passed], [step(4, "Passed House", "passage")]) == (passed,)


def test_a_step_a_week_later_is_another() -> None:
    again = step(11, "Read second time", "reading-2")
    assert unseen([again], [step(4, "Read second time", "reading-2")]) == (again,)


def test_two_lines_here_may_be_one_there() -> None:
    there = [step(4, "Read third time and passed House", "reading-3", "passage")]
    assert unseen([step(4, "Read third time", "reading-3"), step(4, "Passed House", "passage")], there) == ()


def test_what_nobody_has_classified_is_the_one_left_over_of_its_day() -> None:
    here, there = step(4, "Subcommittee assignment"), step(4, "Assigned Cmte: Health (Sub)")
    assert unseen([here], [there]) == ()
    later = step(9, "Subcommittee assignment made")
    assert unseen([here, later], [there]) == (later,)


@given(st.lists(ACTIONS, max_size=8))
def test_what_is_known_is_never_news(actions: list[Action]) -> None:
    assert unseen(actions, actions) == ()


@given(st.lists(ACTIONS, max_size=8), st.lists(ACTIONS, max_size=8))
def test_news_are_among_the_actions_in_their_order(actions: list[Action], known: list[Action]) -> None:
    found = list(unseen(actions, known))
    rest = iter(actions)
    assert all(one in rest for one in found)


@given(st.lists(ACTIONS, max_size=8))
def test_without_anything_known_everything_is_news(actions: list[Action]) -> None:
    assert list(unseen(actions, ())) == actions
