"""Replies to messages; they ping nobody, and change when the message is edited."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

import discord

from bot import render
from bot.errors import CannotWriteError, NoEmbedsError
from bot.i18n.translations import get_translator
from bot.replies.interaction import describe_asker
from bot.replies.sending import (
    DELIVERY_ERRORS,
    may_write,
    post_messages,
    send_with_retries,
    to_send_arguments,
)
from bot.replies.threads import may_open_thread, open_thread
from bot.servers.policy import AskingContext, AskingWay, choose_translator
from bot.servers.settings import ServerSettings

_MAX_EDIT_NONCES = 100
"""Edits with a nonce of their own; a nonce has only 25 characters."""

_TYPING_DELAY = 0.5
"""Seconds of waiting after which the bot shows that it is typing."""


class MessageReply:
    """Answers with a reply that pings nobody, or in a thread on the message."""

    due = False

    def __init__(self, message: discord.Message) -> None:
        self.message, self.private = message, False
        guild = message.guild
        self._locale = None if guild is None else guild.preferred_locale.value
        self.say = get_translator(self._locale)
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
        """The author of the message."""
        return self.message.author.id

    @property
    def server_id(self) -> int | None:
        """The server of the message."""
        return None if self.message.guild is None else self.message.guild.id

    def asking(self, way: AskingWay) -> AskingContext:
        """Return who wrote the message, and where."""
        author, channel = self.message.author, self.message.channel
        manages = isinstance(author, discord.Member) and author.guild_permissions.manage_guild
        return describe_asker(way, author, channel, channel.id, manages=manages)

    def apply_settings(self, settings: ServerSettings) -> None:
        """Take the language from the settings."""
        self.say = choose_translator(settings, self._locale)

    def check_permissions(self) -> None:
        """Raise CannotWriteError or NoEmbedsError if the bot may not send passages here."""
        permissions = self._permissions()
        if not may_write(self.message.channel, permissions):
            raise CannotWriteError(self.channel_id)
        if not permissions.embed_links:
            raise NoEmbedsError

    async def begin(self) -> None:
        """Show that the bot is typing, if the answer takes long."""
        self._typing = asyncio.create_task(self._type())

    async def open_thread(self, question: str) -> int | None:
        """Answer in a thread on the message, unless an answer was already sent elsewhere."""
        channel, first = self.message.channel, self._thread is None and not self.sent
        if first and may_open_thread(channel, self._permissions()):
            self._thread = await open_thread(channel, self.message.id, question)
        return self._thread.id if self._thread is not None else None

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Send an answer; if the message has been edited, update the one that was sent.

        Without Read Message History, which a reply needs, it is an ordinary message.
        """
        self._answering = True
        if self.sent:
            await self._update(messages)
            return
        if self._thread is not None:
            self.sent = await post_messages(self._thread, messages, str(self.message.id))
            return
        reference = None
        if self._permissions().read_message_history:
            reference = self.message.to_reference(fail_if_not_exists=False)
        self.sent = await post_messages(
            self.message.channel, messages, str(self.message.id), reference
        )

    async def _update(self, messages: Sequence[render.Message]) -> None:
        """Put an answer in place of the one that was sent: edit, then delete or add messages."""
        for sent, message in zip(self.sent, messages, strict=False):
            await send_with_retries(
                partial(sent.edit, **{"view": None, **to_send_arguments(message)})
            )
        additional, surplus = messages[len(self.sent) :], self.sent[len(messages) :]
        for sent in surplus:
            await send_with_retries(sent.delete)
        self._edits += 1
        channel, edit = self._thread or self.message.channel, self._edits % _MAX_EDIT_NONCES
        history = self._permissions().read_message_history
        first = self.sent[0].to_reference(fail_if_not_exists=False) if history else None
        origin = f"{self.message.id}-{edit}"
        added = await post_messages(channel, additional, origin, next_to=first)
        self.sent = [*self.sent[: len(messages)], *added]

    async def tell(self, sentence: str) -> None:
        """Reply with a sentence, if the bot may write here."""
        if may_write(self.message.channel, self._permissions()):
            await self.send([render.sentence(sentence, self.say)])

    async def refuse(self, words: str, *, again: bool) -> None:
        """Send the author a direct message, once: no other reply to a message is private."""
        if not again:
            nonce = f"{self.message.id}-no"
            await send_with_retries(partial(self.message.author.send, words, nonce=nonce))

    async def _type(self) -> None:
        """Show "is typing" after a delay; no answer waits for it or fails with it."""
        await asyncio.sleep(_TYPING_DELAY)
        # Not cancelled once answered: that could leave discord.py's lock for global limits closed.
        if not self._answering:
            with suppress(*DELIVERY_ERRORS):
                await self.message.channel.typing()

    def _permissions(self) -> discord.Permissions:
        """Return what the bot may do in the channel; everything if only Discord knows."""
        guild, channel = self.message.guild, self.message.channel
        if guild is None or guild.me is None or guild.default_role is None:
            return discord.Permissions.all()
        orphan = isinstance(channel, discord.Thread) and channel.parent is None
        if orphan or isinstance(channel, discord.PartialMessageable):
            return discord.Permissions.all()
        return channel.permissions_for(guild.me)
