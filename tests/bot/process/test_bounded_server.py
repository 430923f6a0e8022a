"""Requests that are begun and never finished hold nothing for ever."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest
from aiohttp import web

from bot.process import bounded_server
from bot.process.bounded_server import MAX_CONNECTIONS, BoundedServer

HOST = "127.0.0.1"
HALF = b"GET /healthz HTTP/1.1\r\nHost: a\r\n"
WHOLE = HALF + b"Connection: close\r\n\r\n"
Connect = Callable[[], Awaitable[tuple[asyncio.StreamReader, asyncio.StreamWriter]]]


async def respond(_: web.BaseRequest) -> web.Response:
    """Say that all is well."""
    return web.Response(text="alive\n")


def served(act: Callable[[Connect], Awaitable[None]]) -> None:
    """Run an act that may connect to a server."""

    async def run() -> None:
        runner = web.ServerRunner(BoundedServer(respond))
        await runner.setup()
        await web.TCPSite(runner, HOST, 0).start()
        opened: list[asyncio.StreamWriter] = []

        async def connect() -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
            reader, writer = await asyncio.open_connection(HOST, runner.addresses[0][1])
            opened.append(writer)
            return reader, writer

        try:
            await act(connect)
        finally:
            for writer in opened:
                writer.close()
                with suppress(ConnectionError):
                    await writer.wait_closed()
            await runner.cleanup()

    asyncio.run(run())


async def answer(connect: Connect) -> bytes:
    """Return the answer to a whole request."""
    reader, writer = await connect()
    writer.write(WHOLE)
    return await reader.read()


async def end(reader: asyncio.StreamReader) -> bytes:
    """Return what still comes until a connection is closed."""
    try:
        return await reader.read()
    except ConnectionResetError:
        return b""


@pytest.mark.parametrize("begun", [b"", b"G", HALF], ids=["nothing", "a letter", "a half"])
def test_a_request_that_is_never_finished_is_given_up(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded_server, "REQUEST_SECONDS", 0.01)

    async def act(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(begun)
        assert await end(reader) == b""

    served(act)


def test_a_connection_that_was_answered_and_is_kept_is_given_up_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bounded_server, "REQUEST_SECONDS", 0.05)

    async def act(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(HALF + b"\r\n")
        assert b"alive" in await end(reader)

    served(act)


def test_however_many_are_begun_a_whole_one_is_answered() -> None:
    async def act(connect: Connect) -> None:
        begun = []
        for _ in range(MAX_CONNECTIONS + 5):
            reader, writer = await connect()
            writer.write(HALF)
            begun.append((reader, writer))
        assert (await answer(connect)).endswith(b"alive\n")
        for reader, _ in begun[:5]:
            assert await end(reader) == b""

    served(act)


def test_a_place_that_was_given_back_is_nobodys() -> None:
    async def act(connect: Connect) -> None:
        reader, writer = await connect()
        writer.write(HALF)
        for _ in range(MAX_CONNECTIONS + 5):
            assert (await answer(connect)).endswith(b"alive\n")
        writer.write(b"Connection: close\r\n\r\n")
        assert (await end(reader)).endswith(b"alive\n")

    served(act)
