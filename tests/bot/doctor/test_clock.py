"""The clock against Discord's."""

import pytest

from bot.doctor.clock import BAD_SECONDS, DOUBTFUL_SECONDS, check_clock, judge_clock
from tests.standin import StandIn
from tests.support.doctor_environment import found, heard, one

pytestmark = pytest.mark.usefixtures("bare")


@pytest.mark.parametrize(
    ("ahead", "state", "words"),
    [
        (0, "good", "within seconds"),
        (-60, "doubtful", "s ahead of Discord's: blocks end and"),
        (60, "doubtful", "s behind Discord's: blocks end and"),
        (-3600, "bad", "s ahead of Discord's: blocks end and"),
        (3600, "bad", "s behind Discord's: blocks end and"),
    ],
)
def test_how_far_it_is_from_discords_is_said(
    discord: StandIn, ahead: float, state: str, words: str
) -> None:
    discord.clock.advance(ahead)
    one(heard(check_clock, discord, token=None), state, words, "NTP" if ahead else "")


@pytest.mark.parametrize(
    ("offset", "state"),
    [
        (DOUBTFUL_SECONDS - 0.1, "good"),
        (-DOUBTFUL_SECONDS, "doubtful"),
        (BAD_SECONDS - 1, "doubtful"),
        (BAD_SECONDS, "bad"),
        (-BAD_SECONDS, "bad"),
        (None, "doubtful"),
    ],
)
def test_from_some_seconds_on_it_is_doubtful_and_then_bad(offset: float | None, state: str) -> None:
    assert judge_clock(offset).state == state


@pytest.mark.parametrize("by", [DOUBTFUL_SECONDS, BAD_SECONDS])
def test_what_is_off_is_said_of_either_direction(by: float) -> None:
    ahead, behind = judge_clock(by).text, judge_clock(-by).text
    assert "come early, log and history are dated late, and /maintain" in ahead
    assert behind.endswith("come late, and log and history are dated early")
    assert not any("expired" in text for text in (ahead, behind))


def test_offline_nothing_is_said_of_it() -> None:
    assert found(check_clock) == []
