"""A bot is asked steadily while an edition is built, promoted, rolled back and promoted again."""

import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

import pytest

from bot.answers.opening import open_answerer
from bot.maintenance.child_program import NICE
from embeddings.editions.editions import Editions
from tests.standin import Interaction, Message, Server, StandIn
from tests.support.cli_program import environment, process
from tests.support.live_bot import Live, bot_at_work, said, shown

LOOK_UP, SEARCH = "What is on page 12?", "The lamp before the tide: who wrote of it?"
QUESTIONS = (SEARCH, LOOK_UP, LOOK_UP, LOOK_UP)
"""The mix: one in four searches, three look a page up; one member asks always the same."""

OLD, NEW = "The lamp is lit before the tide", "The lamp is burning before the tide"
RATE, REACHED = 20, 18
"""Questions a second: those that are due, and those that a busy machine may fall back to."""

CHANNELS, MEMBERS = 10, 200
"""So many that nobody asks, and in no channel is asked, more than may be in a minute."""


@dataclass
class Crowd:
    """Members who ask when their turn comes by the clock, answered or not, until it is over."""

    server: Server
    asked: list[Interaction] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self) -> None:
        """Let one question after the other be asked, so many in a second."""
        channels = [self.server.channel(f"room-{one}") for one in range(CHANNELS)]
        members = [self.server.member(f"Member {one}") for one in range(MEMBERS)]
        begun = time.monotonic()
        turns = zip(cycle(channels), cycle(members), cycle(QUESTIONS), strict=True)
        for turn, (channel, member, question) in enumerate(turns):
            if self.over.wait(max(0.0, begun + turn / RATE - time.monotonic())):
                return
            self.asked.append(member.asks(channel, "ask", question=question))

    @property
    def rate(self) -> float:
        """How many questions a second were asked, from the first to the last."""
        return (len(self.asked) - 1) / (self.asked[-1].born - self.asked[0].born)


def edition_of(messages: list[Message]) -> str:
    """Return the one edition that all of an answer is from, by its footers."""
    (edition,) = {one["footer"]["text"][-12:] for message in messages for one in message.embeds}
    return str(edition)


def built(home: Path, *options: str) -> None:
    """Build behind whatever else runs, as the bot's own builds do."""
    call = ["nice", "-n", str(NICE), sys.executable, "-m", "bot", "build", *options]
    subprocess.run(call, cwd=home, env=environment(), capture_output=True, check=True)


def changed(live: Live, home: Path, times: int, *command: str) -> str:
    """Change the index, wait until the bot has changed over, and return what is live."""
    ended = process(home, *command)
    assert ended.status == 0, ended.err
    live.discord.wait(
        lambda: live.program.text.count('"edition_changed"') == times, f"{times} changes over"
    )
    return Editions(home / "data" / "index").open().info.edition[:12]


@pytest.mark.slow
def test_none_of_20_questions_a_second_is_lost_refused_or_answered_from_a_mixture(
    home: Path, tiny: Path
) -> None:
    index, text = home / "data" / "index", home / "data" / "harbour.txt"
    answerer = open_answerer(index, None)
    old = answerer.concordance.document.edition[:12]
    with StandIn() as discord, bot_at_work(discord, index, answerer, home) as live:
        crowd = Crowd(live.server)
        with ThreadPoolExecutor(1) as pool:
            asking = pool.submit(crowd.ask)
            try:
                text.write_text(text.read_text("utf-8").replace(OLD, NEW), "utf-8")
                built(home, "--candidate", "--model", str(tiny))
                new = changed(live, home, 1, "promote")
                assert changed(live, home, 2, "rollback") == old
                assert changed(live, home, 3, "promote", new) == new
                first, last = (
                    edition_of(live.alice.asks(live.channel, "ask", question=one).answer())
                    for one in (LOOK_UP, SEARCH)
                )
            finally:
                crowd.over.set()
            asking.result()
        answers = [one.answer() for one in crowd.asked]
        assert discord.violations == []
        assert '"edition_open_failed"' not in live.program.text
    assert crowd.rate >= REACHED
    assert [said(one) for one in answers if not any(part.embeds for part in one)] == []
    assert first == last == new != old
    seen = [edition_of(messages) for messages in answers]
    assert set(seen) == {old, new}
    for edition, messages in zip(seen, answers, strict=True):
        whole = "\n".join(shown(messages))
        assert (OLD in whole, NEW in whole) == (edition == old, edition == new)
