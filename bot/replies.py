"""Where an answer goes: back to an interaction, or under a message that mentions the bot."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, TypeGuard, TypeVar

import aiohttp
import discord
import structlog
from tenacity import AsyncRetrying, retry_if_exception_type, stop_before_delay, wait_exponential

from bot import render
from bot.errors import CannotWriteError, ExpiredError, NoEmbedsError

_log = structlog.get_logger(__name__)

_ACKNOWLEDGED = 40060
_GONE = frozenset({10015, 10062, 50027})
"""Unknown webhook, unknown interaction, invalid token: the interaction can be used no more."""

_Sent = TypeVar("_Sent")

_TRANSIENT = (aiohttp.ClientError, OSError, discord.DiscordServerError)
FAILED = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What Discord refuses, or what never reaches it."""

_PATIENCE = 420
"""Seconds that Discord may be away: longer than one request may hang."""

_FIRST_RESPONSE = 2.5
"""Seconds that it may be away when a first response is due."""

_LONG = 0.5
"""Seconds: whoever waits longer sees that the bot is writing."""

_LATE = ExpiredError.remedy


class Reply(Protocol):
    """A way back to whoever asked."""

    @property
    def channel_id(self) -> int | None:
        """The channel that was asked in."""
        ...

    def check(self) -> None:
        """Raise a BotError where no answer could be given."""
        ...

    async def begin(self) -> None:
        """Show that an answer is on its way."""
        ...

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Send the messages of an answer, in their order, each once."""
        ...

    async def tell(self, sentence: str) -> None:
        """Say one sentence instead of an answer."""
        ...


class InteractionReply:
    """Answers a command: where its token is void, in the channel, unless it is private."""

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self.interaction, self.private = interaction, private
        self._begun = self._void = False
        self._response: int | None = None

    @property
    def channel_id(self) -> int | None:
        """The channel that the command was given in."""
        return self.interaction.channel_id

    def check(self) -> None:
        """Do nothing: a command may be answered wherever it may be given."""

    async def begin(self) -> None:
        """Acknowledge the interaction, which must happen within 3 s."""
        defer = partial(self.interaction.response.defer, ephemeral=self.private, thinking=True)
        self._begun = True
        try:
            begun = await patiently(defer, _FIRST_RESPONSE)
        except _TRANSIENT:
            _log.warning("unanswered so far", remedy=_LATE)  # whether it came, the edit will tell
        except discord.HTTPException as error:
            if error.code not in (_ACKNOWLEDGED, *_GONE):
                raise
            self._void = error.code != _ACKNOWLEDGED
        else:
            self._response = begun.message_id if begun else None

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Fill the acknowledged response, and follow it with what does not fit."""
        first, *rest = messages
        if await self._filled(first):
            await self._follow(rest)
        else:
            await self._publish(messages)

    async def tell(self, sentence: str) -> None:
        """Say a sentence: to the member alone, unless a public answer was announced."""
        message = render.sentence(sentence)
        if self._begun:
            if not await self._filled(message):
                _log.warning("expired", remedy=_LATE)
            return
        say = partial(self.interaction.response.send_message, message.content or "", ephemeral=True)
        try:
            await patiently(say, _FIRST_RESPONSE)
        except discord.HTTPException as error:
            if error.code not in (_ACKNOWLEDGED, *_GONE):
                raise
            _log.warning("expired", remedy=_LATE)

    async def _filled(self, message: render.Message) -> bool:
        """Fill the response, which may be repeated; say whether it could be."""
        if self._void:
            return False
        edit = partial(self.interaction.edit_original_response, **_written(message))
        try:
            await patiently(edit)
        except discord.HTTPException as error:
            if error.code not in _GONE:
                raise
            return False
        return True

    async def _follow(self, messages: Sequence[render.Message]) -> None:
        if not messages:
            return
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private or not _may_post(channel, allowed):
            await self._follow_up(messages)
        else:  # a nonce keeps a message from being sent twice: follow-ups know none
            await post(channel, messages, self.interaction.id)

    async def _follow_up(self, messages: Sequence[render.Message]) -> None:
        try:
            for message in messages:
                await self.interaction.followup.send(**_written(message), ephemeral=self.private)
        except discord.HTTPException as error:
            if error.code not in _GONE:
                raise
            raise ExpiredError from error

    async def _publish(self, messages: Sequence[render.Message]) -> None:
        """Answer in the channel what can be answered nowhere else."""
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private:
            raise ExpiredError
        _log.warning("expired", remedy=_LATE)
        if not _may_post(channel, allowed):
            raise CannotWriteError(self.channel_id)
        asked = f"{self.interaction.user.mention} asked:"
        await post(channel, render.headed(messages, asked), self.interaction.id, self._reference())

    def _reference(self) -> discord.MessageReference | None:
        channel = self.interaction.channel_id
        if self._response is None or channel is None:
            return None
        return discord.MessageReference(
            message_id=self._response, channel_id=channel, fail_if_not_exists=False
        )


class MessageReply:
    """Answers a message with a reply that pings nobody."""

    def __init__(self, message: discord.Message) -> None:
        self.message = message
        self._typing: asyncio.Task[None] | None = None
        self._sent = False

    @property
    def channel_id(self) -> int:
        """The channel of the message."""
        return self.message.channel.id

    def check(self) -> None:
        """Raise CannotWriteError or NoEmbedsError where the bot may not write passages."""
        allowed = self._allowed()
        if not _may_write(self.message.channel, allowed):
            raise CannotWriteError(self.channel_id)
        if not allowed.embed_links:
            raise NoEmbedsError

    async def begin(self) -> None:
        """Show that the bot is writing."""
        self._typing = asyncio.create_task(self._type())

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Reply, where the channel's history may be read; else write into the channel."""
        self._sent = True
        reference = None
        if self._allowed().read_message_history:
            reference = self.message.to_reference(fail_if_not_exists=False)
        await post(self.message.channel, messages, self.message.id, reference)

    async def tell(self, sentence: str) -> None:
        """Reply with a sentence, where the bot may write."""
        if _may_write(self.message.channel, self._allowed()):
            await self.send([render.sentence(sentence)])

    async def _type(self) -> None:
        """Show "is typing" where an answer takes long: no answer waits for it or fails with it."""
        await asyncio.sleep(_LONG)
        if not self._sent:  # never cancelled: within a global rate limit discord.py would stay shut
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


async def post(
    channel: discord.abc.Messageable,
    messages: Sequence[render.Message],
    origin: int,
    reference: discord.MessageReference | None = None,
) -> None:
    """Send messages into a channel, each once: their nonces come from what they answer."""
    for number, message in enumerate(messages):
        send = partial(channel.send, **_written(message), nonce=f"{origin}-{number}")
        await patiently(partial(send, reference=None if number else reference))


async def patiently(send: Callable[[], Awaitable[_Sent]], seconds: float = _PATIENCE) -> _Sent:
    """Do what may be done twice, again and again while Discord is away, and return its result."""
    again = AsyncRetrying(
        retry=retry_if_exception_type(_TRANSIENT),
        wait=wait_exponential(multiplier=0.5, max=15),
        stop=stop_before_delay(seconds),
        reraise=True,
    )
    return await again(send)


def _written(message: render.Message) -> dict[str, Any]:
    return {"content": message.content, "embeds": list(message.embeds)}


def _may_write(channel: object, allowed: discord.Permissions) -> bool:
    thread = isinstance(channel, discord.Thread)
    may_send = allowed.send_messages_in_threads if thread else allowed.send_messages
    return allowed.view_channel and may_send


def _may_post(channel: object, allowed: discord.Permissions) -> TypeGuard[discord.abc.Messageable]:
    unsaid = not allowed.value  # whoever may nothing at all is told by Discord
    may_post = unsaid or (_may_write(channel, allowed) and allowed.embed_links)
    return isinstance(channel, discord.abc.Messageable) and may_post
