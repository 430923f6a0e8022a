"""Sending to Discord: with retries, each message once, with its controls."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any, TypeGuard, TypeVar

import aiohttp
import discord
from tenacity import AsyncRetrying, retry_if_exception_type, stop_before_delay, wait_exponential

from bot import render
from bot.components.answer_buttons import Button, ButtonStyle
from bot.components.controls import Control, Controls, ModalForm, OptionSelect

Sent = TypeVar("Sent")

TRANSIENT_ERRORS = (aiohttp.ClientError, OSError, discord.DiscordServerError)
"""Errors after which another try may succeed."""

DELIVERY_ERRORS = (discord.HTTPException, aiohttp.ClientError, OSError)
"""Errors of a request that Discord refused or never got."""

RETRY_SECONDS = 420
"""Seconds to retry while Discord is away: more than one request may hang."""

POSTABLE_CHANNELS = (discord.ChannelType.text, discord.ChannelType.news)
"""Channels that the bot can post in by itself."""

ASKABLE_CHANNELS = (
    *POSTABLE_CHANNELS,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
)
"""Channels that members can ask the bot in."""

CONFIGURABLE_CHANNELS = (*ASKABLE_CHANNELS, discord.ChannelType.category)
"""Channels with settings of their own; those of a category hold for what is in it."""

THREAD_TYPES = (
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)

_CHANNELS = {
    "channels": CONFIGURABLE_CHANNELS,
    "channels and threads": (*CONFIGURABLE_CHANNELS, *THREAD_TYPES),
    "text channels": POSTABLE_CHANNELS,
}

_STYLES: dict[ButtonStyle, discord.ButtonStyle] = {
    "main": discord.ButtonStyle.primary,
    "plain": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}


async def post_messages(
    channel: discord.abc.Messageable,
    messages: Sequence[render.Message],
    origin: str,
    reference: discord.MessageReference | None = None,
    next_to: discord.MessageReference | None = None,
) -> list[discord.Message]:
    """Send messages into a channel, and return them; `origin` identifies what they answer.

    Nonces made of it keep a retry from posting a message twice. The first message replies to
    `reference`, if any; each further one to the first, so that they are known to belong to it.
    If `next_to` is given, all of them reply to that.
    """
    sent: list[discord.Message] = []
    for number, message in enumerate(messages):
        send = partial(channel.send, **to_send_arguments(message), nonce=f"{origin}-{number}")
        target = next_to or (_reference_to(sent[0], reference) if sent else reference)
        sent.append(await send_with_retries(partial(send, reference=target)))
    return sent


def _reference_to(
    first: discord.Message, reference: discord.MessageReference | None
) -> discord.MessageReference | None:
    """Return a reference to a message; None if the first one could not refer to any either."""
    return first.to_reference(fail_if_not_exists=False) if reference is not None else None


async def send_with_retries(
    send: Callable[[], Awaitable[Sent]], seconds: float = RETRY_SECONDS
) -> Sent:
    """Call what may safely be repeated until it succeeds or the time is up; return its result."""
    retrying = AsyncRetrying(
        retry=retry_if_exception_type(TRANSIENT_ERRORS),
        wait=wait_exponential(multiplier=0.5, max=15),
        stop=stop_before_delay(seconds),
        reraise=True,
    )
    return await retrying(send)


def to_send_arguments(message: render.Message) -> dict[str, Any]:
    """Return a message as arguments of discord.py's send and edit; files are separate."""
    buttons = {"view": build_view(message.rows)} if message.rows else {}
    return {"content": message.content, "embeds": list(message.embeds), **buttons}


def build_files(message: render.Message) -> list[discord.File]:
    """Return the files of a message, made anew: discord.py can send each only once."""
    files = []
    if message.file is not None:
        words = message.file.encode("utf-8", "replace")
        files.append(discord.File(BytesIO(words), message.file_name))
    if message.picture is not None:
        picture = message.picture
        files.append(discord.File(BytesIO(picture.png), "picture.png", description=picture.alt))
    return files


def build_modal(form: ModalForm) -> discord.ui.Modal:
    """Return a form for discord.py; stopped, so that discord.py does not keep it in memory."""
    modal = discord.ui.Modal(title=form.title, custom_id=form.custom_id)
    for field in form.fields:
        modal.add_item(
            discord.ui.TextInput(
                label=field.label,
                custom_id=field.name,
                default=field.value or None,
                required=field.required,
                max_length=field.max_length,
                placeholder=field.prompt,
            )
        )
    modal.stop()
    return modal


def build_view(rows: Controls) -> discord.ui.View:
    """Return controls for discord.py; stopped, so that discord.py does not keep them in memory."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for control in row:
            view.add_item(_build_item(control, number))
    view.stop()
    return view


def _build_item(control: Control, row: int) -> discord.ui.Item[discord.ui.View]:
    if isinstance(control, Button):
        return discord.ui.Button(
            label=control.label,
            custom_id=control.custom_id,
            style=_STYLES[control.style],
            row=row,
        )
    shared: dict[str, Any] = {
        "custom_id": control.custom_id,
        "placeholder": control.prompt,
        "min_values": control.min_values,
        "max_values": control.max_values,
        "row": row,
    }
    if isinstance(control, OptionSelect):
        return discord.ui.Select(options=_build_options(control), **shared)
    if control.kind == "roles":
        return discord.ui.RoleSelect(default_values=_default("role", control.chosen), **shared)
    return discord.ui.ChannelSelect(
        default_values=_default("channel", control.chosen),
        channel_types=[*_CHANNELS[control.kind]],
        **shared,
    )


def _build_options(select: OptionSelect) -> list[discord.SelectOption]:
    return [
        discord.SelectOption(
            label=option.label, value=option.value, description=option.hint, default=option.chosen
        )
        for option in select.options
    ]


def _default(kind: str, ids: Sequence[int]) -> list[discord.SelectDefaultValue]:
    type_ = discord.SelectDefaultValueType[kind]
    return [discord.SelectDefaultValue(id=id_, type=type_) for id_ in ids]


def may_write(channel: object, permissions: discord.Permissions) -> bool:
    """Return whether somebody with these permissions may write in a channel."""
    if isinstance(channel, discord.Thread):
        return permissions.view_channel and permissions.send_messages_in_threads
    return permissions.view_channel and permissions.send_messages


def may_post(
    channel: object, permissions: discord.Permissions
) -> TypeGuard[discord.abc.Messageable]:
    """Return whether the bot may send passages into a channel, as far as it knows."""
    unknown = not permissions.value  # a bot without any permission hears so from Discord itself
    allowed = unknown or (may_write(channel, permissions) and permissions.embed_links)
    return isinstance(channel, discord.abc.Messageable) and allowed
