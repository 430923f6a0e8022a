"""A bot without a connection, and a way back that keeps what it is told."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from bot import render
from bot.cogs import FEATURES
from bot.gateway.client import Bot
from bot.i18n.translations import ENGLISH, Translator
from bot.servers.policy import AskingContext, AskingWay
from bot.servers.settings import ServerSettings
from tests.support.simulated_bot import Log, Search, logged, thinking
from tests.support.small_text import small


@dataclass
class Told:
    """A way back that keeps what it is told, or fails."""

    channel_id: int | None = 7
    server_id: int | None = None
    member_id: int = 3
    private: bool = False
    due: bool = True
    say: Translator = ENGLISH
    error: Exception | None = None
    sentences: list[str] = field(default_factory=list)

    def asking(self, way: AskingWay) -> AskingContext:
        """Return who asks."""
        return AskingContext(way, () if self.channel_id is None else (self.channel_id,))

    def apply_settings(self, settings: ServerSettings) -> None:
        """Do nothing."""

    async def open_thread(self, question: str) -> int | None:
        """Stay where it is."""
        del question
        return None

    def check_permissions(self) -> None:
        """Do nothing."""

    async def begin(self) -> None:
        """Do nothing."""

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Do nothing."""

    async def tell(self, sentence: str) -> None:
        """Keep a sentence."""
        if self.error is not None:
            raise self.error
        self.sentences.append(sentence)

    async def refuse(self, words: str, *, again: bool) -> None:
        """Keep a refusal that was not said before."""
        if not again:
            await self.tell(words)


def met(act: Callable[[Bot], Awaitable[None]]) -> Log:
    """Let a bot without a connection meet something, and return what it logs."""
    queue = thinking(Search(small()))

    async def played() -> None:
        await act(Bot(FEATURES, queue))

    with logged() as lines:
        asyncio.run(played())
    queue.stop()
    return lines
