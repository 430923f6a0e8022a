"""What is sent to Discord: again where it may be, each message once, buttons under it."""

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from io import BytesIO
from typing import Any, TypeGuard, TypeVar

import aiohttp
import discord
from tenacity import AsyncRetrying, retry_if_exception_type, stop_before_delay, wait_exponential

from bot import render
from bot.buttons import Rows, Style

Sent = TypeVar("Sent")

TRANSIENT = (aiohttp.ClientError, OSError, discord.DiscordServerError)
"""What may pass when it is tried again."""

FAILED = (discord.HTTPException, aiohttp.ClientError, OSError)
"""What Discord refuses, or what never reaches it."""

PATIENCE = 420
"""Seconds that Discord may be away: longer than one request may hang."""

_STYLES: dict[Style, discord.ButtonStyle] = {
    "main": discord.ButtonStyle.primary,
    "plain": discord.ButtonStyle.secondary,
    "danger": discord.ButtonStyle.danger,
}


async def post(
    channel: discord.abc.Messageable,
    messages: Sequence[render.Message],
    origin: int,
    reference: discord.MessageReference | None = None,
) -> list[discord.Message]:
    """Send messages into a channel, each once: their nonces come from what they answer.

    Returns them as Discord has them.
    """
    sent: list[discord.Message] = []
    for number, message in enumerate(messages):
        send = partial(channel.send, **written(message), nonce=f"{origin}-{number}")
        sent.append(await patiently(partial(send, reference=None if number else reference)))
    return sent


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


def view(rows: Rows) -> discord.ui.View:
    """Return buttons as discord.py sends them; it is not to remember them for ever."""
    view = discord.ui.View(timeout=None)
    for number, row in enumerate(rows):
        for one in row:
            style = _STYLES[one.style]
            view.add_item(
                discord.ui.Button(label=one.label, custom_id=one.custom_id, style=style, row=number)
            )
    view.stop()
    return view


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
