"""Whoever asks too much is told when to ask again, and then may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import TooManyQuestionsError
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.state import rate_limits
from bot.state.rate_limits import (
    FIRST_PAUSE,
    FORGIVEN_AFTER,
    FREE_STRIKES,
    MAX_PAUSE,
    Flood,
    RateLimits,
)
from tests.bot.state.test_conversations import Clock

CHANNEL = 6
"""Questions a minute for a channel."""

SERVER = 5


def rates(member: int, channel: int = 100) -> ServerSettings:
    """Return settings with these limits."""
    return DEFAULTS.change(member_limit=member, channel_limit=channel)


def refused(
    limit: RateLimits, settings: ServerSettings, member: int, channel: int = 1, server: int = SERVER
) -> TooManyQuestionsError | None:
    """Ask; return how it was refused."""
    try:
        limit.take((server, channel, member), settings)
    except TooManyQuestionsError as error:
        return error
    return None


def test_a_member_may_ask_so_many_at_once_and_more_after_the_time_told() -> None:
    clock = Clock()
    limit, few = RateLimits(clock), rates(3)
    assert [refused(limit, few, 1) for _ in range(3)] == [None] * 3
    error = refused(limit, few, 1)
    assert error is not None
    assert (error.seconds, error.of_channel, error.quiet) == (20, False, False)
    assert "20 s" in str(error)
    assert refused(limit, few, 2) is None
    clock.now += error.seconds
    assert refused(limit, few, 1) is None
    assert refused(limit, few, 1) is not None


def test_a_channel_has_a_limit_of_its_own_and_is_told_once() -> None:
    clock = Clock()
    limit, few = RateLimits(clock), rates(3, 4)
    assert [refused(limit, few, member) for member in range(4)] == [None] * 4
    first, second = refused(limit, few, 9), refused(limit, few, 10)
    assert first is not None
    assert second is not None
    assert first.of_channel
    assert "in this channel" in str(first)
    assert (first.quiet, second.quiet) == (False, True)
    assert refused(limit, few, 9, 2) is None
    clock.now += first.seconds
    assert refused(limit, few, 9) is None


def test_what_a_member_asks_in_one_server_does_not_count_in_another() -> None:
    limit, few = RateLimits(Clock()), rates(1)
    assert refused(limit, few, 1) is None
    assert refused(limit, few, 1, channel=2) is not None
    assert refused(limit, few, 1, channel=3, server=6) is None


def test_another_limit_holds_at_the_next_question() -> None:
    limit = RateLimits(Clock())
    assert refused(limit, rates(1), 1) is None
    assert refused(limit, rates(1), 1) is not None
    assert [refused(limit, rates(3), 1) for _ in range(2)] == [None] * 2
    error = refused(limit, rates(1), 1)
    assert error is not None
    assert error.seconds <= 60


def test_what_was_refused_is_not_counted() -> None:
    clock = Clock()
    limit, few = RateLimits(clock), rates(1)
    assert refused(limit, few, 1) is None
    for _ in range(10):
        assert refused(limit, few, 1)
    clock.now += 60
    assert refused(limit, few, 1) is None


def test_whoever_runs_into_the_limit_again_and_again_has_to_pause_and_is_told_once() -> None:
    clock = Clock()
    limit, few = RateLimits(clock), rates(20)
    told: list[int] = []
    for _ in range(3000):
        error = refused(limit, few, 1)
        if error is not None and not error.quiet:
            told.append(error.seconds)
        clock.now += 0.25
    assert told[:7] == [1, 1, 15, 30, 60, 120, 240]
    assert set(told[7:]) == {240}


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
    limit, few = RateLimits(clock), rates(a_minute, CHANNEL)
    passed: list[tuple[int, int, float]] = []
    for member, channel, pause in asked:
        clock.now += pause
        error = refused(limit, few, member, channel)
        if error is None:
            passed.append((member, channel, clock.now))
        else:
            assert 1 <= error.seconds <= MAX_PAUSE
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
    monkeypatch.setattr(rate_limits, "MAX_BUCKETS", 2)
    limit, few = RateLimits(Clock()), rates(1)
    for member in (1, 2, 3):
        assert refused(limit, few, member) is None
    assert refused(limit, few, 3) is not None
    assert refused(limit, few, 1) is None


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
    monkeypatch.setattr(rate_limits, "MAX_MEMBERS", 1)
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
