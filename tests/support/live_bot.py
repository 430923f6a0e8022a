"""The bot as a process of its own against the stand-in, and what it is expected to show."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.formatting.excerpt import shorten
from bot.formatting.layout import lay_out
from bot.render import SHORT_PASSAGE_LENGTH
from bot.servers.records import SettingsChange
from embeddings.answering.answerer import Answerer
from embeddings.types import Answer, ShownPassage
from tests.standin import Channel, Member, Message, Program, Server, StandIn, once, running
from tests.standin.markdown import plain
from tests.support.open_storage import opened


@dataclass(frozen=True)
class Live:
    """A bot that runs, Discord as it sees it, and its answers as the terminal has them."""

    discord: StandIn
    program: Program
    answerer: Answerer
    server: Server
    channel: Channel
    alice: Member
    home: Path

    @property
    def database(self) -> Path:
        """Where the bot keeps what it keeps, unless it is told otherwise."""
        return self.home / "data" / "concordance.db"

    def sets(self, **values: Any) -> None:
        """Change settings of the server, as a moderator's process does."""

        async def change() -> None:
            async with opened(f"sqlite:///{self.database}") as one:
                await one.change(self.server.id, SettingsChange(self.server.owner, values))

        asyncio.run(change())

    def asked_by_mention(self, question: str) -> Message:
        """Let Alice ask by mentioning the bot."""
        return self.alice.says(self.channel, f"{self.discord.bot.mention} {question}")


@contextmanager
def bot_at_work(
    discord: StandIn, index: Path, answerer: Answerer, home: Path, **settings: object
) -> Iterator[Live]:
    """Register the commands and run the bot, as an operator does."""
    server = discord.server("Reading circle")
    channel, alice = server.channel("general"), server.member("Alice")
    registered = once(discord, "sync", home=home)
    assert registered.status == 0, registered.err
    with running(discord, "--index", str(index), home=home, **settings) as program:
        yield Live(discord, program, answerer, server, channel, alice, home)


def expected(answer: Answer) -> list[str]:
    """Return what each embed has to show for an answer whose passages are short enough."""
    return ["\n".join([*_lines(answer, one), referred(one)]) for one in answer.shown]


def referred(one: ShownPassage) -> str:
    """Return the line under a passage; of one without a page, where the nearest is cited."""
    return f"— {one.reference} ({one.nearby})" if one.nearby else f"— {one.reference}"


def _lines(answer: Answer, one: ShownPassage) -> list[str]:
    """Return the lines of a passage: the first whole, what a search found behind it shortened."""
    if answer.outcome in ("answer", "nearest") and one.rank > 1:
        return [line.words for line in shorten(one, SHORT_PASSAGE_LENGTH)]
    return [piece.words for piece in lay_out(one)]


def shown(messages: list[Message]) -> list[str]:
    """Return what Discord shows in the embeds of messages."""
    embeds = [embed for message in messages for embed in message.embeds]
    return [plain(embed["description"], embed=True) for embed in embeds]


def said(messages: list[Message]) -> str:
    """Return what Discord shows above the embeds of messages."""
    return "\n".join(plain(message.content) for message in messages)
