"""Fifty members ask at once: how soon each is acknowledged, and answered."""

from pathlib import Path

from tests.standin import StandIn, once, running
from tests.standin.interactions import FIRST_RESPONSE

MEMBERS = 50
HEARTBEAT = 0.5


def crowded(index: Path, home: Path) -> list[tuple[str, str, str]]:
    """Measure the slowest of fifty, the real bot against the stand-in, on the real model."""
    with StandIn(heartbeat=HEARTBEAT) as discord:
        server = discord.server("Reading circle")
        channel = server.channel("general")
        members = [server.member(f"Member {number}") for number in range(MEMBERS)]
        assert once(discord, "sync", home=home).status == 0
        with running(discord, "--index", str(index), home=home):
            question = "Who was the leader of the Soviet, and what became of number {}?"
            members[0].asks(channel, "ask", question=question.format("none")).answer()
            with discord.hold_events():
                asked = [
                    member.asks(channel, "ask", question=question.format(number))
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
