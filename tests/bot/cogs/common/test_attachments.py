"""Files given with a command: read up to what is taken, and from Discord alone."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from discord.http import Route

from bot.cogs.common.attachments import read_attachment
from bot.servers.errors import TooLargeFileError, UnreadFileError
from bot.servers.settings_file import MAX_SETTINGS_FILE_BYTES, check_size

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
PIECE = b" " * 2**16
PIECES = 3200


def attached(url: str, size: int = 1000) -> Any:
    """Return a file as Discord describes it, said to be of a size."""
    return SimpleNamespace(url=url, size=size)


def fetched(
    handler: Handler, monkeypatch: pytest.MonkeyPatch, base: str | None = None, size: int = 1000
) -> bytes:
    """Read a file from a server in Discord's place, or beside it."""

    async def act() -> bytes:
        application = web.Application()
        application.router.add_get("/attachments/file", handler)
        async with TestServer(application) as server:
            monkeypatch.setattr(Route, "BASE", base or str(server.make_url("/api/v10")))
            file = attached(str(server.make_url("/attachments/file")), size)
            return await read_attachment(file, check_size)

    return asyncio.run(act())


def test_a_file_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(body=b"{}" * 100_000)

    assert fetched(handler, monkeypatch) == b"{}" * 100_000


def test_what_says_one_kilobyte_and_never_ends_is_given_up_at_the_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written: list[int] = []

    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        for _ in range(PIECES):
            await response.write(PIECE)
            written.append(len(PIECE))
        return response

    with pytest.raises(TooLargeFileError):
        fetched(handler, monkeypatch)
    assert sum(written) < 16 * MAX_SETTINGS_FILE_BYTES < PIECES * len(PIECE)


def test_what_announces_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handler(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": str(PIECES * len(PIECE))})
        await response.prepare(request)
        return response

    with pytest.raises(TooLargeFileError) as caught:
        fetched(handler, monkeypatch)
    assert caught.value.values["size"] == PIECES * len(PIECE) // 1024


def test_what_is_said_to_be_too_large_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLargeFileError):
        fetched(refuse, monkeypatch, size=MAX_SETTINGS_FILE_BYTES + 1)


async def refuse(_: web.Request) -> web.StreamResponse:
    """Fail the test: nothing may be asked for here."""
    pytest.fail("the file was asked for")


@pytest.mark.parametrize("base", ["https://discord.com/api/v10", "https://127.0.0.1/api"])
def test_no_host_but_discords_is_asked(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnreadFileError):
        fetched(refuse, monkeypatch, base)


@pytest.mark.parametrize(
    "url",
    [
        "https://cdn.discordapp.com.example.org/a",
        "https://cdn.discordapp.com@example.org/a",
        "http://cdn.discordapp.com/a",
        "https://cdn.discordapp.com:8443/a",
        "file:///etc/passwd",
        "/attachments/a",
        "",
    ],
)
def test_an_address_that_only_looks_like_discords_is_not_asked(url: str) -> None:
    with pytest.raises(UnreadFileError):
        asyncio.run(read_attachment(attached(url), check_size))


def test_a_host_of_discord_leads_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "http://127.0.0.1:9/secret"})

    with pytest.raises(UnreadFileError):
        fetched(handler, monkeypatch)


@pytest.mark.parametrize("status", [403, 404, 500])
def test_what_discord_refuses_is_a_sentence(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    async def handler(_: web.Request) -> web.Response:
        return web.Response(status=status)

    with pytest.raises(UnreadFileError):
        fetched(handler, monkeypatch)
