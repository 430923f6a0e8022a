"""Threads that the bot opens, each for one question."""

from functools import partial
from typing import TypeGuard

import discord
import structlog

from bot.formatting import markdown
from bot.replies.sending import FAILED, patiently

_log = structlog.get_logger(__name__)

LONGEST = 100
"""Of a thread's name, in UTF-16 code units."""

_EXISTS = 160004
_NEEDED = discord.Permissions(
    create_public_threads=True,
    send_messages_in_threads=True,
    read_message_history=True,
    embed_links=True,
)
_REMEDY = (
    "give the bot Create Public Threads, Send Messages in Threads, Read Message History and "
    "Embed Links there, or let threads be off in /settings"
)


def named(question: str) -> str:
    """Return the name of a question's thread: its words, cut between two where they are long."""
    words = markdown.one_line(question).split()
    name = " ".join(words)
    if markdown.length(name) <= LONGEST:
        return name or "…"
    while len(words) > 1 and markdown.length(name) >= LONGEST:
        words.pop()
        name = " ".join(words)
    while markdown.length(name) >= LONGEST:
        name = name[:-1]
    return f"{name}…"


def may_open(channel: object, allowed: discord.Permissions) -> TypeGuard[discord.TextChannel]:
    """Say whether a thread may be opened in a channel; a line in the log where it may not."""
    if not isinstance(channel, discord.TextChannel):
        return False
    if not allowed.is_superset(_NEEDED):
        _log.warning("thread_open_failed", channel=channel.id, remedy=_REMEDY)
        return False
    return True


async def opened(
    channel: discord.TextChannel, message: int, question: str
) -> discord.Thread | None:
    """Open a thread on a message; None where Discord opens none, with a line in the log."""
    start = channel.get_partial_message(message).create_thread
    try:
        return await patiently(partial(start, name=named(question)))
    except discord.HTTPException as error:
        if error.code == _EXISTS and (there := await _there(channel, message)) is not None:
            return there
        _log.warning("thread_open_failed", channel=channel.id, code=error.code, remedy=_REMEDY)
    except FAILED as error:
        _log.warning(
            "thread_open_failed", channel=channel.id, reason=type(error).__name__, remedy=_REMEDY
        )
    return None


async def _there(channel: discord.TextChannel, message: int) -> discord.Thread | None:
    """Return the thread that was opened on a message before, which has its number."""
    found = channel.get_thread(message) or await channel.guild.fetch_channel(message)
    return found if isinstance(found, discord.Thread) else None
