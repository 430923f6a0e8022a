"""What is done once within a time."""

from hypothesis import given
from hypothesis import strategies as st

from bot.state import seen_recently
from bot.state.seen_recently import SeenRecently


@given(st.lists(st.tuples(st.integers(0, 3), st.floats(0, 50))))
def test_a_thing_is_done_again_only_after_its_time(steps: list[tuple[int, float]]) -> None:
    now, done = 0.0, dict[int, float]()
    kept = SeenRecently(60, clock=lambda: now)
    for what, later in steps:
        now += later
        first = what not in done or now - done[what] >= 60
        assert kept.first(what) is first
        assert what in kept
        if first:
            done[what] = now


def test_what_was_not_done_after_all_is_forgotten() -> None:
    kept = SeenRecently()
    assert kept.first("this")
    kept.forget("this")
    assert kept.first("this")
    kept.forget("that")


def test_no_more_is_remembered_than_there_is_room_for() -> None:
    kept = SeenRecently()
    for number in range(seen_recently._MOST + 1):
        kept.first(number)
    assert 0 not in kept
    assert 1 in kept
