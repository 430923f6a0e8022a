"""Who does not wait has to wait longer; who waits is forgiven."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.state import flood
from bot.state.flood import FIRST_PAUSE, FORGIVEN_AFTER, FREE_STRIKES, MAX_PAUSE, Flood
from tests.bot.state.test_conversations import Clock


def test_the_first_times_cost_no_more_than_the_limit_itself() -> None:
    limiter = Flood(Clock())
    for _ in range(FREE_STRIKES):
        assert limiter.strike(1, 3.0) == 3.0
        assert limiter.pause(1) == 0
    assert limiter.strike(1, 3.0) == FIRST_PAUSE
    assert limiter.pause(1) == FIRST_PAUSE


def test_each_pause_is_twice_the_one_before_up_to_a_few_minutes() -> None:
    clock = Clock()
    limiter, pauses = Flood(clock), []
    for _ in range(FREE_STRIKES + 20):
        pauses.append(limiter.strike(1, 3.0))
        clock.now += pauses[-1]
        assert limiter.pause(1) == 0
    assert pauses[FREE_STRIKES:] == [15.0, 30.0, 60.0, 120.0] + [MAX_PAUSE] * 16


def test_a_pause_is_never_shorter_than_the_limit_needs() -> None:
    limiter = Flood(Clock())
    assert [limiter.strike(1, 60.0) for _ in range(4)] == [60.0] * 4


def test_after_minutes_of_rest_nothing_is_held_against_anybody() -> None:
    clock = Clock()
    limiter = Flood(clock)
    for _ in range(FREE_STRIKES + 1):
        limiter.strike(1, 3.0)
    clock.now += FORGIVEN_AFTER + 1
    assert limiter.strike(1, 3.0) == 3.0


def test_the_longest_pause_is_not_itself_rest_enough() -> None:
    assert MAX_PAUSE < FORGIVEN_AFTER


def test_whoever_was_held_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flood, "MAX_MEMBERS", 1)
    limiter = Flood(Clock())
    for _ in range(FREE_STRIKES + 1):
        limiter.strike(1, 3.0)
    limiter.strike(2, 3.0)
    assert limiter.pause(1) == 0


@given(st.lists(st.tuples(st.integers(0, 2), st.floats(0, 400), st.floats(0, 60)), max_size=40))
def test_nobody_pauses_for_what_others_do_nor_for_longer_than_minutes(
    asked: list[tuple[int, float, float]],
) -> None:
    clock = Clock()
    together, alone = Flood(clock), {who: Flood(clock) for who in range(3)}
    for who, rest, wait in asked:
        clock.now += rest
        pause = together.strike(who, wait)
        assert pause == alone[who].strike(who, wait)
        assert wait <= pause <= max(wait, MAX_PAUSE)
