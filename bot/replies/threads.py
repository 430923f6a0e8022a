"""Threads that the bot opens, each for one question."""

from functools import partial
from typing import TypeGuard

import discord
import structlog

from bot.formatting import markdown
from bot.replies.sending import DELIVERY_ERRORS, send_with_retries

_log = structlog.get_logger(__name__)

MAX_NAME_LENGTH = 100
"""Length of a thread's name, in UTF-16 code units."""

_THREAD_EXISTS = 160004
"""Discord's error code for a message that has a thread already."""

_NEEDED_PERMISSIONS = discord.Permissions(
    create_public_threads=True,
    send_messages_in_threads=True,
    read_message_history=True,
    embed_links=True,
)
_REMEDY = (
    "give the bot Create Public Threads, Send Messages in Threads, Read Message History and "
    "Embed Links there, or let threads be off in /settings"
)


def name_thread(question: str) -> str:
    """Return the name of a question's thread: its words, cut between words if too long."""
    words = markdown.one_line(question).split()
    name = " ".join(words)
    if markdown.length(name) <= MAX_NAME_LENGTH:
        return name or "…"
    while len(words) > 1 and markdown.length(name) >= MAX_NAME_LENGTH:
        words.pop()
        name = " ".join(words)
    while markdown.length(name) >= MAX_NAME_LENGTH:
        name = name[:-1]
    return f"{name}…"


def may_open_thread(
    channel: object, allowed: discord.Permissions
) -> TypeGuard[discord.TextChannel]:
    """Return whether the bot may open a thread in a channel; log it if permissions are missing."""
    if not isinstance(channel, discord.TextChannel):
        return False
    if not allowed.is_superset(_NEEDED_PERMISSIONS):
        _log.warning("thread_open_failed", channel=channel.id, remedy=_REMEDY)
        return False
    return True


async def open_thread(
    channel: discord.TextChannel, message: int, question: str
) -> discord.Thread | None:
    """Open a thread on a message, or return the one it has; log a failure and return None."""
    create = channel.get_partial_message(message).create_thread
    try:
        return await send_with_retries(partial(create, name=name_thread(question)))
    except discord.HTTPException as error:
        exists = error.code == _THREAD_EXISTS
        if exists and (thread := await _existing_thread(channel, message)) is not None:
            return thread
        _log.warning("thread_open_failed", channel=channel.id, code=error.code, remedy=_REMEDY)
    except DELIVERY_ERRORS as error:
        _log.warning(
            "thread_open_failed", channel=channel.id, reason=type(error).__name__, remedy=_REMEDY
        )
    return None


async def _existing_thread(channel: discord.TextChannel, message: int) -> discord.Thread | None:
    """Return the thread of a message, which has the same id."""
    thread = channel.get_thread(message) or await channel.guild.fetch_channel(message)
    return thread if isinstance(thread, discord.Thread) else None
