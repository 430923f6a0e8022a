"""What is sent to Discord: again where it may be, each message once, buttons under it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any, TypeGuard, TypeVar

import aiohttp
import discord
from tenacity import AsyncRetrying, retry_if_exception_type, stop_before_delay, wait_exponential

from bot import render
from bot.components.answer_buttons import Button, Style
from bot.components.controls import Choice, Control, Controls, Form, Pick

Sent = TypeVar("Sent")

TRANSIENT = (aiohttp.ClientError, OSError, discord.DiscordServerError)
"""What may pass when it is tried again."""

FAILED = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What Discord refuses, or what never reaches it."""

PATIENCE = 420
"""Seconds that Discord may be away: longer than one request may hang."""

POSTED_IN = (discord.ChannelType.text, discord.ChannelType.news)
"""Channels that the bot can post in by itself,"""
ASKED_IN = (
    *POSTED_IN,
    discord.ChannelType.forum,
    discord.ChannelType.voice,
    discord.ChannelType.stage_voice,
)
"""and those that members can ask it in."""

SET_IN = (*ASKED_IN, discord.ChannelType.category)
"""Those that may be set otherwise: what is in a category is as that is."""

THREADS = (
    discord.ChannelType.public_thread,
    discord.ChannelType.private_thread,
    discord.ChannelType.news_thread,
)

_CHANNELS = {
    "channels": SET_IN,
    "channels and threads": (*SET_IN, *THREADS),
    "text channels": POSTED_IN,
}

_STYLES: dict[Style, discord.ButtonStyle] = {
    "main": discord.ButtonStyle.primary,
    "plain": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}


async def post(
    channel: discord.abc.Messageable,
    messages: Sequence[render.Message],
    origin: str,
    reference: discord.MessageReference | None = None,
    next_to: discord.MessageReference | None = None,
) -> list[discord.Message]:
    """Send messages into a channel, each once: their nonces come from what they answer.

    Those behind the first refer to it, or to what all of them are `next_to`: so they are known
    for a part of it. Returns them as Discord has them.
    """
    sent: list[discord.Message] = []
    for number, message in enumerate(messages):
        send = partial(channel.send, **written(message), nonce=f"{origin}-{number}")
        beside = next_to or (_referring(sent[0], reference) if sent else reference)
        sent.append(await patiently(partial(send, reference=beside)))
    return sent


def _referring(
    first: discord.Message, reference: discord.MessageReference | None
) -> discord.MessageReference | None:
    """Return a reference to a message; none where the history may not be read for it."""
    return first.to_reference(fail_if_not_exists=False) if reference is not None else None


async def patiently(send: Callable[[], Awaitable[Sent]], seconds: float = PATIENCE) -> Sent:
    """Do what may be done twice, again and again while Discord is away, and return its result."""
    again = AsyncRetrying(
        retry=retry_if_exception_type(TRANSIENT),
        wait=wait_exponential(multiplier=0.5, max=15),
        stop=stop_before_delay(seconds),
        reraise=True,
    )
    return await again(send)


def written(message: render.Message) -> dict[str, Any]:
    """Return a message as discord.py sends it."""
    buttons = {"view": view(message.rows)} if message.rows else {}
    return {"content": message.content, "embeds": list(message.embeds), **buttons}


def attached(message: render.Message) -> list[discord.File]:
    """Return the files of a message; discord.py sends each only once."""
    files = []
    if message.file is not None:
        words = message.file.encode("utf-8", "replace")
        files.append(discord.File(BytesIO(words), message.named))
    if message.picture is not None:
        picture = message.picture
        files.append(discord.File(BytesIO(picture.png), "picture.png", description=picture.alt))
    return files


def modal(form: Form) -> discord.ui.Modal:
    """Return a form as discord.py sends it; it is not to remember it: see `view`."""
    shown = discord.ui.Modal(title=form.title, custom_id=form.custom_id)
    for one in form.fields:
        shown.add_item(
            discord.ui.TextInput(
                label=one.label,
                custom_id=one.name,
                default=one.value or None,
                required=one.needed,
                max_length=one.longest,
                placeholder=one.prompt,
            )
        )
    shown.stop()
    return shown


def view(rows: Controls) -> discord.ui.View:
    """Return controls as discord.py sends them; it is not to remember them for ever."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for one in row:
            view.add_item(_item(one, number))
    view.stop()
    return view


def _item(one: Control, row: int) -> discord.ui.Item[discord.ui.View]:
    if isinstance(one, Button):
        style = _STYLES[one.style]
        return discord.ui.Button(label=one.label, custom_id=one.custom_id, style=style, row=row)
    if isinstance(one, Choice):
        options = [
            discord.SelectOption(
                label=each.label, value=each.value, description=each.hint, default=each.chosen
            )
            for each in one.options
        ]
        return discord.ui.Select(
            custom_id=one.custom_id,
            placeholder=one.prompt,
            min_values=one.least,
            max_values=one.most,
            options=options,
            row=row,
        )
    return _pick(one, row)


def _pick(one: Pick, row: int) -> discord.ui.Item[discord.ui.View]:
    more: dict[str, Any] = {
        "custom_id": one.custom_id,
        "placeholder": one.prompt,
        "min_values": one.least,
        "max_values": one.most,
        "row": row,
    }
    if one.kind == "roles":
        return discord.ui.RoleSelect(default_values=_default("role", one.chosen), **more)
    kinds = [*_CHANNELS[one.kind]]
    return discord.ui.ChannelSelect(
        default_values=_default("channel", one.chosen), channel_types=kinds, **more
    )


def _default(kind: str, ids: Sequence[int]) -> list[discord.SelectDefaultValue]:
    type_ = discord.SelectDefaultValueType[kind]
    return [discord.SelectDefaultValue(id=one, type=type_) for one in ids]


def may_write(channel: object, allowed: discord.Permissions) -> bool:
    """Say whether somebody with these permissions may write in a channel."""
    thread = isinstance(channel, discord.Thread)
    may_send = allowed.send_messages_in_threads if thread else allowed.send_messages
    return allowed.view_channel and may_send


def may_post(channel: object, allowed: discord.Permissions) -> TypeGuard[discord.abc.Messageable]:
    """Say whether the bot may write passages in a channel, as far as it knows."""
    unsaid = not allowed.value  # whoever may nothing at all is told by Discord
    may_post = unsaid or (may_write(channel, allowed) and allowed.embed_links)
    return isinstance(channel, discord.abc.Messageable) and may_post
