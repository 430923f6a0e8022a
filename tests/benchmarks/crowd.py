"""Many members ask: fifty at once, and two hundred for a minute, the real bot on the real model.

`python -m tests.benchmarks.crowd INDEX` measures the minute alone.
"""

import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from tests.standin import Channel, Interaction, Member, Server, StandIn, once, running
from tests.standin.interactions import FIRST_RESPONSE

Row = tuple[str, str, str]

AT_ONCE = 50
HEARTBEAT = 0.5
OVER_A_MINUTE = 2.0
"""Seconds between heartbeats: Discord takes 120 events a minute."""

MEMBERS = 200
CHANNELS = 10
SECONDS = 60.0
EACH = 6
"""Questions that each member asks in the minute."""

QUESTIONS = (
    "Who was the leader of the Soviet, and what became of number {}?",
    "Why was number {} arrested in Petersburg?",
    "What did Trotsky write about the peasants of village {}?",
    "Who saved Chernov from the {} people in the crowd?",
)


@contextmanager
def at_work(index: Path, home: Path, heartbeat: float) -> Iterator[tuple[StandIn, Server]]:
    """Run the bot against the stand-in, warm."""
    with StandIn(heartbeat=heartbeat) as discord:
        server = discord.server("Reading circle")
        first, channel = server.member("First"), server.channel("general")
        assert once(discord, "sync", home=home).status == 0
        with running(discord, "--index", str(index), home=home):
            first.asks(channel, "ask", question=QUESTIONS[0].format("none")).answer()
            yield discord, server


def crowded(index: Path, home: Path) -> list[Row]:
    """Measure fifty who ask in the same moment."""
    with at_work(index, home, HEARTBEAT) as (discord, server):
        channel = server.channel("crowd")
        members = [server.member(f"Member {number}") for number in range(AT_ONCE)]
        with discord.hold_events():
            asked = [
                member.asks(channel, "ask", question=QUESTIONS[0].format(number))
                for number, member in enumerate(members)
            ]
        answered = [one.answer() for one in asked]
        late = discord.sessions[-1].late
    assert all(messages[0].embeds for messages in answered)
    slowest = max(one.acknowledged_after or FIRST_RESPONSE for one in asked)
    limit = f"Discord's limit of {FIRST_RESPONSE:g} s"
    return [
        ("slowest acknowledgement of 50 members at once", limit, f"{slowest / FIRST_RESPONSE:.2f}"),
        ("heartbeats over an interval late meanwhile", "none", str(len(late))),
    ]


def minute(index: Path, home: Path) -> list[Row]:
    """Measure two hundred who ask for a minute, each again and again, in ten channels."""
    with at_work(index, home, OVER_A_MINUTE) as (discord, server):
        channels = [server.channel(f"room-{number}") for number in range(CHANNELS)]
        members = [server.member(f"Member {number}") for number in range(MEMBERS)]
        asked = _asked(members, channels)
        for question, one in asked:
            (message,) = one.answer()
            assert question in message.content, f"{question!r} was answered with another's answer"
            assert message.embeds
        late, violations = discord.sessions[-1].late, discord.violations
    assert not violations, violations
    acknowledged = [one.acknowledged_after or FIRST_RESPONSE for _, one in asked]
    filled = [one.filled_after or FIRST_RESPONSE for _, one in asked]
    what = f"{MEMBERS} members, {len(asked):,} questions in a minute"
    limit = f"Discord's limit of {FIRST_RESPONSE:g} s"
    return [
        (f"{what}: acknowledged, p50 / p99", limit, _quantiles(acknowledged)),
        ("answered, p50 / p99", limit, _quantiles(filled)),
        ("lost, or answered with another's answer", "none", "0"),
        ("heartbeats over an interval late meanwhile", "none", str(len(late))),
    ]


def _asked(members: Sequence[Member], channels: Sequence[Channel]) -> list[tuple[str, Interaction]]:
    """Let members ask when their turn comes, without waiting for one another."""
    draw = random.Random(0)  # noqa: S311  (a schedule, not a secret)
    turns = sorted(
        (draw.uniform(0, SECONDS), number) for number in range(len(members)) for _ in range(EACH)
    )
    started, asked = time.monotonic(), []
    for turn, (at, number) in enumerate(turns):
        time.sleep(max(0.0, started + at - time.monotonic()))
        question = draw.choice(QUESTIONS).format(turn)
        channel = channels[number % len(channels)]
        asked.append((question, members[number].asks(channel, "ask", question=question)))
    return asked


def _quantiles(seconds: Sequence[float]) -> str:
    shares = np.quantile(seconds, [0.5, 0.99]) / FIRST_RESPONSE
    return "{:.3f} / {:.3f}".format(*shares)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        for row in minute(Path(sys.argv[1]), Path(folder)):
            print(*row, sep="\t")  # noqa: T201
