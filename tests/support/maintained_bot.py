"""A bot whose text is maintained from Discord, over real sockets."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from tests.standin import (
    Channel,
    Interaction,
    Member,
    Message,
    Program,
    Server,
    StandIn,
    once,
    running,
)
from tests.standin.markdown import plain


@dataclass(frozen=True)
class Maintained:
    """A bot that runs, one of its maintainers, and an administrator who is none."""

    discord: StandIn
    program: Program
    server: Server
    channel: Channel
    keeper: Member
    admin: Member
    index: Path

    @property
    def history(self) -> History:
        """The editions as they lie on disk."""
        return History(Editions(self.index))

    def asks(self, command: str, /, **options: Any) -> Interaction:
        """Let the maintainer give a command."""
        return self.keeper.asks(self.channel, f"maintain {command}", **options)

    def builds(self, words: str | bytes, name: str = "essay.txt", **options: Any) -> Interaction:
        """Let the maintainer give a text to be built."""
        content = words.encode() if isinstance(words, str) else words
        return self.asks("build", file=self.discord.upload(name, content), **options)

    def ended(self, asked: Interaction, *, within: float = 120.0) -> Message:
        """Wait until a piece of work has come to an end, and return what is shown."""

        def over() -> bool:
            return any("Cancel" not in buttons(one) for one in asked.visible)

        self.discord.wait(over, f"an end of {asked}", within=within)
        assert asked.private
        (message,) = asked.visible
        return message

    def shows(self, command: str, /, **options: Any) -> Message:
        """Let the maintainer give a command, and return what it comes to."""
        return self.ended(self.asks(command, **options))

    def presses(self, message: Message, button: str) -> Interaction:
        """Let the maintainer press a button, and wait until it is answered."""
        return self.done(self.keeper.presses(message, button))

    def types(self, message: Message, button: str, **texts: str) -> Interaction:
        """Let the maintainer fill the form of a button, and wait until it is answered."""
        form = self.keeper.presses(message, button)
        return self.done(self.keeper.types_into(form, **texts))

    def done(self, asked: Interaction) -> Interaction:
        """Wait until an interaction is answered."""
        self.discord.wait(lambda: asked.state == "answered", f"an answer to {asked}", within=120)
        return asked

    def changed_over(self, times: int) -> None:
        """Wait until the bot has changed over so many times."""
        seen = lambda: self.program.text.count('"edition_changed"') == times  # noqa: E731
        self.discord.wait(seen, f"{times} changes over", within=120)


@contextmanager
def maintained(index: Path, home: Path, **settings: object) -> Iterator[Maintained]:
    """Register the commands and run the bot, with somebody who maintains its text."""
    with StandIn() as discord:
        server = discord.server("Reading circle")
        channel = server.channel("general")
        keeper, admin = (
            server.member(name, permissions=["ADMINISTRATOR"]) for name in ("Keeper", "Admin")
        )
        assert once(discord, "sync", home=home).status == 0
        told = {"maintainers": keeper.id, **settings}
        with running(discord, "--index", str(index), home=home, **told) as program:
            yield Maintained(discord, program, server, channel, keeper, admin, index)


def buttons(message: Message) -> list[str]:
    """Return what can be pressed under a message."""
    return [one["label"] for row in message.components for one in row["components"]]


def told(message: Message) -> str:
    """Return all that a message shows."""
    embeds = [f"{one['title']}\n{plain(one['description'], embed=True)}" for one in message.embeds]
    return "\n".join([plain(message.content), *embeds])
