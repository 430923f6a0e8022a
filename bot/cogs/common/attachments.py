"""Files that somebody gives with a command: fetched from Discord, and no further than needed."""

from collections.abc import Callable

import aiohttp
import discord
from discord.http import Route
from yarl import URL

from bot.replies import DELIVERY_ERRORS
from bot.servers.errors import UnreadFileError

_HOSTS = ("https://cdn.discordapp.com", "https://media.discordapp.net")
"""Where Discord keeps what members attach."""

_CHUNK = 2**16

CheckSize = Callable[[int], None]
"""Raises the error of whoever wants the file where it is too large."""


async def read_attachment(file: discord.Attachment, check_size: CheckSize) -> bytes:
    """Return the content of a file, which is given up as soon as more comes than it may have.

    Raises UnreadFileError if Discord does not deliver it, or if it lies anywhere else.
    """
    check_size(file.size)
    if not _is_discords(file.url):
        raise UnreadFileError
    try:
        # a host of Discord's may not lead elsewhere
        async with (
            aiohttp.ClientSession(raise_for_status=True) as session,
            session.get(file.url, allow_redirects=False) as response,
        ):
            if response.status != 200:
                raise UnreadFileError
            return await _read_body(response, check_size)
    except DELIVERY_ERRORS as error:
        raise UnreadFileError from error


def _is_discords(address: str) -> bool:
    """Return whether an address leads to Discord, or to what the settings name in its place."""
    try:
        origin = URL(address).origin()
    except ValueError:
        return False
    return origin in {URL(base).origin() for base in (*_HOSTS, Route.BASE)}


async def _read_body(response: aiohttp.ClientResponse, check_size: CheckSize) -> bytes:
    """Return the body of an answer, whatever length it announces."""
    check_size(response.content_length or 0)
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        check_size(len(content))
    return bytes(content)
