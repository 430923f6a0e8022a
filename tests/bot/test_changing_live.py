"""A bot is asked steadily while an edition is built, promoted, rolled back and promoted again."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from bot.commands.opening import open_answerer
from embeddings.editions import Editions
from tests.bot.live import Live, bot_at_work, shown
from tests.bot.program import process
from tests.standin import Channel, Member, Message, StandIn

QUESTIONS = ("What is on page 12?", "The lamp before the tide: who wrote of it?")
OLD, NEW = "The lamp is lit before the tide", "The lamp is burning before the tide"
ASKERS, CHANNELS, MEMBERS = 2, 10, 200
"""So many that nobody asks, and in no channel is asked, more than may be in a minute."""


@dataclass
class Crowd:
    """Members who ask one after the other, two at once, until it is over."""

    live: Live
    over: threading.Event = field(default_factory=threading.Event)

    def ask(self, number: int) -> list[list[Message]]:
        """Let members ask in channels of their own, each when the one before is answered."""
        server = self.live.server
        channels = [server.channel(f"room-{number}-{one}") for one in range(CHANNELS)]
        members = [server.member(f"Member {number}-{one}") for one in range(MEMBERS)]
        return list(self._answers(channels, members))

    def _answers(self, channels: list[Channel], members: list[Member]) -> Iterator[list[Message]]:
        turns = zip(cycle(channels), cycle(members), cycle(QUESTIONS), strict=True)
        for channel, member, question in turns:
            if self.over.is_set():
                return
            yield member.asks(channel, "ask", question=question).answer()


def edition_of(messages: list[Message]) -> str:
    """Return the one edition that all of an answer is from, by its footers."""
    (edition,) = {one["footer"]["text"][-12:] for message in messages for one in message.embeds}
    return str(edition)


def changed(live: Live, home: Path, times: int, *command: str) -> str:
    """Change the index, wait until the bot has changed over, and return what is live."""
    ended = process(home, *command)
    assert ended.status == 0, ended.err
    live.discord.wait(
        lambda: live.program.text.count('"new-edition"') == times, f"{times} changes over"
    )
    return Editions(home / "data" / "index").open().info.edition[:12]


def test_no_question_is_lost_or_answered_from_a_mixture(home: Path, tiny: Path) -> None:
    index, text = home / "data" / "index", home / "data" / "harbour.txt"
    answerer = open_answerer(index, None)
    old = answerer.concordance.document.edition[:12]
    with StandIn() as discord, bot_at_work(discord, index, answerer, home) as live:
        crowd = Crowd(live)
        with ThreadPoolExecutor(ASKERS) as pool:
            asking = [pool.submit(crowd.ask, number) for number in range(ASKERS)]
            try:
                text.write_text(text.read_text("utf-8").replace(OLD, NEW), "utf-8")
                assert process(home, "build", "--candidate", "--model", str(tiny)).status == 0
                new = changed(live, home, 1, "promote")
                assert changed(live, home, 2, "rollback") == old
                assert changed(live, home, 3, "promote", new) == new
                first, last = (
                    edition_of(live.alice.asks(live.channel, "ask", question=one).answer())
                    for one in QUESTIONS
                )
            finally:
                crowd.over.set()
            answers = [one for asked in asking for one in asked.result()]
        assert discord.violations == []
        assert '"old-edition"' not in live.program.text
    assert first == last == new != old
    seen = [edition_of(messages) for messages in answers]
    assert set(seen) == {old, new}
    for edition, messages in zip(seen, answers, strict=True):
        whole = "\n".join(shown(messages))
        assert (OLD in whole, NEW in whole) == (edition == old, edition == new)
