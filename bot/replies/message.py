"""Answers to messages: replies that ping nobody, changed where the message is."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import discord

from bot import render
from bot.errors import CannotWriteError, NoEmbedsError
from bot.i18n.translations import say_in
from bot.replies.asker import asking
from bot.replies.sending import FAILED, may_write, patiently, post, written
from bot.replies.threads import may_open, opened
from bot.servers.language import spoken
from bot.servers.policy import Asking, Way
from bot.servers.settings import ServerSettings

_NONCES = 100
"""Edits whose messages are told apart by their nonces, which hold 25 characters."""

_LONG = 0.5
"""Seconds: whoever waits longer sees that the bot is writing."""


class MessageReply:
    """Answers a message with a reply that pings nobody, or in a thread that begins there."""

    due = False

    def __init__(self, message: discord.Message) -> None:
        self.message, self.private = message, False
        guild = message.guild
        self._locale = None if guild is None else guild.preferred_locale.value
        self.say = say_in(self._locale)
        self.sent: list[discord.Message] = []
        self._thread: discord.Thread | None = None
        self._typing: asyncio.Task[None] | None = None
        self._answering, self._edits = False, 0

    @property
    def channel_id(self) -> int:
        """The channel of the message."""
        return self.message.channel.id

    @property
    def member_id(self) -> int:
        """Whoever wrote the message."""
        return self.message.author.id

    @property
    def server_id(self) -> int | None:
        """The server of the message."""
        return None if self.message.guild is None else self.message.guild.id

    def asking(self, way: Way) -> Asking:
        """Return who wrote the message and where."""
        author, channel = self.message.author, self.message.channel
        manages = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
        return asking(way, author, channel, channel.id, manages=manages)

    def apply_settings(self, settings: ServerSettings) -> None:
        """Speak the language of the settings."""
        self.say = spoken(settings, self._locale)

    def check_permissions(self) -> None:
        """Raise CannotWriteError or NoEmbedsError where the bot may not write passages."""
        allowed = self._allowed()
        if not may_write(self.message.channel, allowed):
            raise CannotWriteError(self.channel_id)
        if not allowed.embed_links:
            raise NoEmbedsError

    async def begin(self) -> None:
        """Show that the bot is writing."""
        self._typing = asyncio.create_task(self._type())

    async def open_thread(self, question: str) -> int | None:
        """Answer in a thread on the message; what was sent before stays where it is."""
        channel, first = self.message.channel, self._thread is None and not self.sent
        if first and may_open(channel, self._allowed()):
            self._thread = await opened(channel, self.message.id, question)
        return self._thread.id if self._thread is not None else None

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Reply, where the channel's history may be read; else write into the channel.

        What was sent before, to the message as it stood then, is changed.
        """
        self._answering = True
        if self.sent:
            await self._changed(messages)
            return
        if self._thread is not None:
            self.sent = await post(self._thread, messages, str(self.message.id))
            return
        reference = None
        if self._allowed().read_message_history:
            reference = self.message.to_reference(fail_if_not_exists=False)
        self.sent = await post(self.message.channel, messages, str(self.message.id), reference)

    async def _changed(self, messages: Sequence[render.Message]) -> None:
        """Put an answer in the place of the one that was sent; what is too many is deleted."""
        for sent, message in zip(self.sent, messages, strict=False):
            await patiently(partial(sent.edit, **{"view": None, **written(message)}))
        more, fewer = messages[len(self.sent) :], self.sent[len(messages) :]
        for sent in fewer:
            await patiently(sent.delete)
        self._edits += 1
        place, origin = self._thread or self.message.channel, self._edits % _NONCES
        history = self._allowed().read_message_history
        beside = self.sent[0].to_reference(fail_if_not_exists=False) if history else None
        added = await post(place, more, f"{self.message.id}-{origin}", next_to=beside)
        self.sent = [*self.sent[: len(messages)], *added]

    async def tell(self, sentence: str) -> None:
        """Reply with a sentence, where the bot may write."""
        if may_write(self.message.channel, self._allowed()):
            await self.send([render.sentence(sentence, self.say)])

    async def refuse(self, words: str, *, again: bool) -> None:
        """Tell the member alone, once, in Discord's Markdown: a message has no other way."""
        if not again:
            nonce = f"{self.message.id}-no"
            await patiently(partial(self.message.author.send, words, nonce=nonce))

    async def _type(self) -> None:
        """Show "is typing" where an answer takes long: no answer waits for it or fails with it."""
        await asyncio.sleep(_LONG)
        if not self._answering:  # and never cancelled: in a global limit discord.py would stay shut
            with suppress(*FAILED):
                await self.message.channel.typing()

    def _allowed(self) -> discord.Permissions:
        """Return what the bot may do there; all where only Discord knows."""
        guild, channel = self.message.guild, self.message.channel
        if guild is None or guild.me is None or guild.default_role is None:
            return discord.Permissions.all()
        orphan = isinstance(channel, discord.Thread) and channel.parent is None
        if orphan or isinstance(channel, discord.PartialMessageable):
            return discord.Permissions.all()
        return channel.permissions_for(guild.me)
