"""Replies to commands, buttons and forms: in the response, else in the channel."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import discord
import structlog

from bot import render
from bot.components.controls import ModalForm
from bot.errors import CannotWriteError, ExpiredError
from bot.i18n.translations import get_translator
from bot.replies.sending import (
    TRANSIENT_ERRORS,
    build_files,
    build_modal,
    may_post,
    may_write,
    post_messages,
    send_with_retries,
    to_send_arguments,
)
from bot.replies.threads import may_open_thread, open_thread
from bot.servers.policy import AskingContext, AskingWay, Places, choose_translator
from bot.servers.settings import ServerSettings

_log = structlog.get_logger(__name__)

_ACKNOWLEDGED = 40060
"""Discord's error code for an interaction that was acknowledged already."""

_EXPIRED = frozenset({10015, 10062, 50027})
"""Unknown webhook, unknown interaction, invalid token: the interaction cannot be used any more."""

_FIRST_RESPONSE_SECONDS = 2.5
"""Seconds to retry a first response, which Discord wants within 3 s."""

_REMEDY = ExpiredError.remedy


class InteractionReply:
    """Answers an interaction; once it has expired, in the channel, unless it is private."""

    shows_thinking = True
    """Whether acknowledging it posts a message that says that the bot is thinking."""
    due = True

    def __init__(self, interaction: discord.Interaction[Any], *, private: bool) -> None:
        self.interaction = interaction
        self.share(private=private)
        self.say = get_translator(interaction.locale.value)
        self._begun, self._expired = interaction.response.is_done(), False
        self._response: int | None = None
        self._thread: discord.Thread | None = None

    @property
    def channel_id(self) -> int | None:
        """The channel of the interaction."""
        return self.interaction.channel_id

    @property
    def member_id(self) -> int:
        """The member who used the command, button or form."""
        return self.interaction.user.id

    @property
    def server_id(self) -> int | None:
        """The server of the interaction."""
        return self.interaction.guild_id

    @property
    def may_share(self) -> bool:
        """Whether the member may write here: a public answer is as good as a message of theirs."""
        permissions = self.interaction.permissions
        unknown = self.server_id is None or not permissions.value
        return unknown or may_write(self.interaction.channel, permissions)

    def share(self, *, private: bool) -> None:
        """Answer the member alone, or in public if the member may write here."""
        self.private = private or _uninvited(self.interaction) or not self.may_share

    def asking(self, way: AskingWay) -> AskingContext:
        """Return who used the interaction, and where."""
        use = self.interaction
        manages = use.permissions.manage_guild
        return describe_asker(way, use.user, use.channel, use.channel_id, manages=manages)

    def apply_settings(self, settings: ServerSettings) -> None:
        """Take the language from the settings, and answer in private if they say so."""
        self.private = self.private or settings.private
        self.say = choose_translator(settings, self.interaction.locale.value)

    def check_permissions(self) -> None:
        """Do nothing: an interaction can be answered wherever it can be used."""

    async def begin(self) -> None:
        """Acknowledge the interaction once, which Discord wants within 3 s."""
        if self._begun:
            return
        defer = partial(
            self.interaction.response.defer, ephemeral=self.private, thinking=self.shows_thinking
        )
        self._begun = True
        try:
            response = await send_with_retries(defer, _FIRST_RESPONSE_SECONDS)
        except TRANSIENT_ERRORS:
            # Whether it arrived, the edit of the response will show.
            _log.warning("acknowledgement_failed", remedy=_REMEDY)
        except discord.HTTPException as error:
            if error.code not in (_ACKNOWLEDGED, *_EXPIRED):
                raise
            self._expired = error.code != _ACKNOWLEDGED
        else:
            self._response = response.message_id if response else None

    async def open_thread(self, question: str) -> int | None:
        """Put the question into the response, and answer in a thread on it; not in private."""
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private or not may_open_thread(channel, allowed):
            return None
        if await self._fill_response(render.sentence(question)) and self._response is not None:
            self._thread = await open_thread(channel, self._response, question)
        return self._thread.id if self._thread is not None else None

    async def show_form(self, form: ModalForm) -> None:
        """Show a form, instead of an answer."""
        await self.interaction.response.send_modal(build_modal(form))

    async def send(self, messages: Sequence[render.Message]) -> None:
        """Fill the response with the first message, and send the others after it."""
        if self._thread is not None:
            await post_messages(self._thread, messages, str(self.interaction.id))
            return
        first, *rest = messages
        if await self._fill_response(first):
            await self._send_after(rest)
        else:
            await self._publish(messages)

    async def tell(self, sentence: str) -> None:
        """Send a sentence: to the member alone, unless a public answer was announced."""
        await self._send_sentence(render.sentence(sentence, self.say))

    async def refuse(self, words: str, *, again: bool) -> None:
        """Tell the member alone, whether or not they were told before."""
        del again  # a command without a response is shown as failed
        await self._send_sentence(render.Message(words))

    async def _send_sentence(self, message: render.Message) -> None:
        if self._begun:
            if not await self._fill_response(message):
                _log.warning("interaction_expired", remedy=_REMEDY)
            return
        send = partial(
            self.interaction.response.send_message, message.content or "", ephemeral=True
        )
        try:
            await send_with_retries(send, _FIRST_RESPONSE_SECONDS)
        except discord.HTTPException as error:
            if error.code not in (_ACKNOWLEDGED, *_EXPIRED):
                raise
            _log.warning("interaction_expired", remedy=_REMEDY)

    async def _fill_response(self, message: render.Message) -> bool:
        """Fill the response, again if it was filled; return False if it has expired."""
        if self._expired:
            return False

        async def edit() -> None:
            files = build_files(message)
            body = self._body(message) | ({"attachments": files} if files else {})
            self._response = (await self.interaction.edit_original_response(**body)).id

        try:
            await send_with_retries(edit)
        except discord.HTTPException as error:
            if error.code not in _EXPIRED:
                raise
            return False
        return True

    def _body(self, message: render.Message) -> dict[str, Any]:
        """Return the arguments of the edit that puts a message into the response."""
        return to_send_arguments(message)

    async def _send_after(self, messages: Sequence[render.Message]) -> None:
        if not messages:
            return
        channel, permissions = self.interaction.channel, self.interaction.app_permissions
        if self.private or not may_post(channel, permissions):
            await self._follow_up(messages)
        else:  # preferred, as follow-ups take no nonce that would keep retries from doubling them
            first = self._reference() if permissions.read_message_history else None
            await post_messages(channel, messages, str(self.interaction.id), next_to=first)

    async def _follow_up(self, messages: Sequence[render.Message]) -> None:
        try:
            for message in messages:
                body = to_send_arguments(message) | {"files": build_files(message)}
                await self.interaction.followup.send(**body, ephemeral=self.private)
        except discord.HTTPException as error:
            if error.code not in _EXPIRED:
                raise
            raise ExpiredError from error

    async def _publish(self, messages: Sequence[render.Message]) -> None:
        """Answer in the channel, as the interaction has expired."""
        channel, allowed = self.interaction.channel, self.interaction.app_permissions
        if self.private:
            raise ExpiredError
        _log.warning("interaction_expired", remedy=_REMEDY)
        if not may_post(channel, allowed):
            raise CannotWriteError(self.channel_id)
        asked = self.say("{member} asked:", member=self.interaction.user.mention)
        origin, headed = str(self.interaction.id), render.add_heading(messages, asked)
        await post_messages(channel, headed, origin, self._reference())

    def _reference(self) -> discord.MessageReference | None:
        channel = self.interaction.channel_id
        if self._response is None or channel is None:
            return None
        return discord.MessageReference(
            message_id=self._response, channel_id=channel, fail_if_not_exists=False
        )


def _uninvited(interaction: discord.Interaction[Any]) -> bool:
    """Return whether a member uses the bot in a server that has not installed it."""
    of_member = interaction.is_user_integration() and not interaction.is_guild_integration()
    return interaction.guild_id is not None and of_member


def describe_asker(
    way: AskingWay,
    member: discord.abc.User,
    channel: object,
    channel_id: int | None,
    *,
    manages: bool,
) -> AskingContext:
    """Return how, by whom and in which places a question is asked."""
    return AskingContext(way, _places(channel, channel_id), frozenset(role_ids(member)), manages)


def role_ids(member: discord.abc.User) -> list[int]:
    """Return the ids of a member's roles, if Discord has sent them."""
    return [role.id for role in getattr(member, "roles", ())]


def _places(channel: object, channel_id: int | None) -> Places:
    """Return the ids of a channel and of what it is in, as far as known: thread to category."""
    places = [channel_id]
    if isinstance(channel, discord.Thread):
        places.append(channel.parent_id)
        channel = channel.parent
    places.append(getattr(channel, "category_id", None))
    return tuple(place for place in places if place is not None)
