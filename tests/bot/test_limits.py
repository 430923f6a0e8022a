"""Whoever asks too much is told when to ask again, and then may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import limits
from bot.errors import TooManyError
from bot.limits import Limits
from tests.bot.test_recent import Clock

CHANNEL = 6
"""Questions a minute for a channel."""


def refused(limit: Limits, member: int, channel: int) -> TooManyError | None:
    """Ask; return how it was refused."""
    try:
        limit.take(member, channel)
    except TooManyError as error:
        return error
    return None


def test_a_member_may_ask_so_many_at_once_and_more_after_the_time_told() -> None:
    clock = Clock()
    limit = Limits(3, 100, clock)
    assert [refused(limit, 1, 1) for _ in range(3)] == [None] * 3
    error = refused(limit, 1, 1)
    assert error is not None
    assert (error.seconds, error.of_channel) == (20, False)
    assert "20 s" in str(error)
    assert refused(limit, 2, 1) is None
    clock.now += error.seconds
    assert refused(limit, 1, 1) is None
    assert refused(limit, 1, 1) is not None


def test_a_channel_has_a_limit_of_its_own() -> None:
    limit = Limits(3, 4, Clock())
    assert [refused(limit, member, 1) for member in range(4)] == [None] * 4
    error = refused(limit, 9, 1)
    assert error is not None
    assert error.of_channel
    assert "in this channel" in str(error)
    assert refused(limit, 9, 2) is None


def test_what_was_refused_is_not_counted() -> None:
    clock = Clock()
    limit = Limits(1, 100, clock)
    limit.take(1, 1)
    for _ in range(10):
        assert refused(limit, 1, 1)
    clock.now += 60
    assert refused(limit, 1, 1) is None


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 2), st.sampled_from((0.0, 0.5, 7.0, 90.0))),
        max_size=80,
    ),
    st.integers(1, 5),
)
def test_no_more_pass_in_any_time_than_one_minutes_and_what_is_gained_in_it(
    asked: list[tuple[int, int, float]], a_minute: int
) -> None:
    clock = Clock()
    limit = Limits(a_minute, CHANNEL, clock)
    passed: list[tuple[int, int, float]] = []
    for member, channel, pause in asked:
        clock.now += pause
        error = refused(limit, member, channel)
        if error is None:
            passed.append((member, channel, clock.now))
        else:
            assert 1 <= error.seconds <= 60
    for member in range(4):
        _hold([at for one, _, at in passed if one == member], a_minute)
    for channel in range(3):
        _hold([at for _, one, at in passed if one == channel], CHANNEL)


def _hold(times: list[float], a_minute: int) -> None:
    """Hold that no more passed between any two times than may at once and are gained between."""
    for first, start in enumerate(times):
        for last, end in enumerate(times[first:], first):
            assert last - first + 1 <= a_minute + (end - start) * a_minute / 60 + 1e-6


def test_whoever_asked_longest_ago_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_MOST", 2)
    limit = Limits(1, 100, Clock())
    for member in (1, 2, 3):
        limit.take(member, 1)
    assert refused(limit, 3, 1) is not None
    assert refused(limit, 1, 1) is None
