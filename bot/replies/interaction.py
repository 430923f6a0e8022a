"""Answers to commands, buttons and forms: in the response, else in the channel."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import discord
import structlog

from bot import render
from bot.components.controls import Form
from bot.errors import CannotWriteError, ExpiredError
from bot.i18n.translations import say_in
from bot.replies.asker import asking
from bot.replies.sending import (
    TRANSIENT,
    attached,
    may_post,
    may_write,
    modal,
    patiently,
    post,
    written,
)
from bot.replies.threads import may_open, opened
from bot.servers.language import spoken
from bot.servers.policy import Asking, Way
from bot.servers.settings import ServerSettings

_log = structlog.get_logger(__name__)

_ACKNOWLEDGED = 40060
_GONE = frozenset({10015, 10062, 50027})
"""Unknown webhook, unknown interaction, invalid token: the interaction can be used no more."""

_FIRST_RESPONSE = 2.5
"""Seconds that Discord may be away when a first response is due."""

_LATE = ExpiredError.remedy


class InteractionReply:
    """Answers a command: where its token is void, in the channel, unless it is private."""

    thinks = True
    """Whether it shows that it is thinking, in a message of its own."""
    due = True

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self.interaction = interaction
        self.share(private=private)
        self.say = say_in(interaction.locale.value)
        self._begun = self._void = False
        self._response: int | None = None
        self._thread: discord.Thread | None = None

    @property
    def channel_id(self) -> int | None:
        """The channel that the command was given in."""
        return self.interaction.channel_id

    @property
    def member_id(self) -> int:
        """Whoever gave the command."""
        return self.interaction.user.id

    @property
    def server_id(self) -> int | None:
        """The server that the command was given in."""
        return self.interaction.guild_id

    @property
    def may_share(self) -> bool:
        """Whether the member may write there: an answer for all is as good as a message."""
        allowed = self.interaction.permissions
        unsaid = self.server_id is None or not allowed.value
        return unsaid or may_write(self.interaction.channel, allowed)

    def share(self, *, private: bool) -> None:
        """Answer a member alone, or all where the member may have it so."""
        self.private = private or _uninvited(self.interaction) or not self.may_share

    def asking(self, way: Way) -> Asking:
        """Return who gave the command and where."""
        one = self.interaction
        manages = one.permissions.manage_guild
        return asking(way, one.user, one.channel, one.channel_id, manages=manages)

    def apply_settings(self, settings: ServerSettings) -> None:
        """Speak the language of the settings, and to the member alone where they say so."""
        self.private = self.private or settings.private
        self.say = spoken(settings, self.interaction.locale.value)

    def check_permissions(self) -> None:
        """Do nothing: a command may be answered wherever it may be given."""

    async def begin(self) -> None:
        """Acknowledge the interaction, which must happen within 3 s; once is enough."""
        if self._begun:
            return
        defer = partial(
            self.interaction.response.defer, ephemeral=self.private, thinking=self.thinks
        )
        self._begun = True
        try:
            begun = await patiently(defer, _FIRST_RESPONSE)
        except TRANSIENT:
            _log.warning(
                "acknowledgement_failed", remedy=_LATE
            )  # whether it came, the edit will tell
        except discord.HTTPException as error:
            if error.code not in (_ACKNOWLEDGED, *_GONE):
                raise
            self._void = error.code != _ACKNOWLEDGED
        else:
            self._response = begun.message_id if begun else None

    async def open_thread(self, question: str) -> int | None:
        """Let the response say the question, and answer in a thread on it, unless in private."""
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private or not may_open(channel, allowed):
            return None
        if await self._filled(render.sentence(question)) and self._response is not None:
            self._thread = await opened(channel, self._response, question)
        return self._thread.id if self._thread is not None else None

    async def ask(self, form: Form) -> None:
        """Show a form, instead of an answer."""
        await self.interaction.response.send_modal(modal(form))

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Fill the acknowledged response, and follow it with what does not fit."""
        if self._thread is not None:
            await post(self._thread, messages, str(self.interaction.id))
            return
        first, *rest = messages
        if await self._filled(first):
            await self._follow(rest)
        else:
            await self._publish(messages)

    async def tell(self, sentence: str) -> None:
        """Say a sentence: to the member alone, unless a public answer was announced."""
        await self._tell(render.sentence(sentence, self.say))

    async def refuse(self, words: str, *, again: bool) -> None:
        """Tell the member alone, in Discord's Markdown, whether or not it was said before."""
        del again  # Discord shows an error where a command is not answered
        await self._tell(render.Message(words))

    async def _tell(self, message: render.Message) -> None:
        if self._begun:
            if not await self._filled(message):
                _log.warning("interaction_expired", remedy=_LATE)
            return
        send = partial(
            self.interaction.response.send_message, message.content or "", ephemeral=True
        )
        try:
            await patiently(send, _FIRST_RESPONSE)
        except discord.HTTPException as error:
            if error.code not in (_ACKNOWLEDGED, *_GONE):
                raise
            _log.warning("interaction_expired", remedy=_LATE)

    async def _filled(self, message: render.Message) -> bool:
        """Fill the response, which may be repeated; say whether it could be."""
        if self._void:
            return False

        async def edit() -> None:
            files = attached(message)
            body = self._body(message) | ({"attachments": files} if files else {})
            self._response = (await self.interaction.edit_original_response(**body)).id

        try:
            await patiently(edit)
        except discord.HTTPException as error:
            if error.code not in _GONE:
                raise
            return False
        return True

    def _body(self, message: render.Message) -> dict[str, Any]:
        """Return a message as it stands where it was awaited."""
        return written(message)

    async def _follow(self, messages: Sequence[render.Message]) -> None:
        if not messages:
            return
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private or not may_post(channel, allowed):
            await self._follow_up(messages)
        else:  # a nonce keeps a message from being sent twice: follow-ups know none
            beside = self._reference() if allowed.read_message_history else None
            await post(channel, messages, str(self.interaction.id), next_to=beside)

    async def _follow_up(self, messages: Sequence[render.Message]) -> None:
        try:
            for message in messages:
                body = written(message) | {"files": attached(message)}
                await self.interaction.followup.send(**body, ephemeral=self.private)
        except discord.HTTPException as error:
            if error.code not in _GONE:
                raise
            raise ExpiredError from error

    async def _publish(self, messages: Sequence[render.Message]) -> None:
        """Answer in the channel what can be answered nowhere else."""
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private:
            raise ExpiredError
        _log.warning("interaction_expired", remedy=_LATE)
        if not may_post(channel, allowed):
            raise CannotWriteError(self.channel_id)
        asked = self.say("{member} asked:", member=self.interaction.user.mention)
        origin, headed = str(self.interaction.id), render.headed(messages, asked)
        await post(channel, headed, origin, self._reference())

    def _reference(self) -> discord.MessageReference | None:
        channel = self.interaction.channel_id
        if self._response is None or channel is None:
            return None
        return discord.MessageReference(
            message_id=self._response, channel_id=channel, fail_if_not_exists=False
        )


def _uninvited(interaction: discord.Interaction[Any]) -> bool:
    """Say whether a member brought the bot into a server that has not invited it."""
    of_member = interaction.is_user_integration() and not interaction.is_guild_integration()
    return interaction.guild_id is not None and of_member
