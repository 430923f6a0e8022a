"""Discord asked over real sockets: each way of not answering is an error of its own."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
from aiohttp import web

from bot.doctor.discord_http import DISCORD_API, DiscordHttp, open_discord
from bot.errors import BotError, NoTokenError
from bot.gateway.errors import RefusedRequestError, RefusedTokenError, UnreachableError
from bot.settings import Settings
from tests.standin import StandIn

Result = TypeVar("Result")
pytestmark = pytest.mark.usefixtures("bare")


def on(
    discord: StandIn, act: Callable[[DiscordHttp], Awaitable[Result]], limit: float = 20.0
) -> Result:
    """Ask the stand-in something."""

    async def acted() -> Result:
        settings = Settings(token=discord.token, discord_api=discord.api)
        async with open_discord(settings, limit) as one:
            return await act(one)

    return asyncio.run(acted())


def me(discord: DiscordHttp) -> Awaitable[object]:
    """Ask who the bot is."""
    return discord.get_own_user()


def test_what_is_asked_twice_is_asked_once(discord: StandIn) -> None:
    async def act(one: DiscordHttp) -> None:
        first, second = await asyncio.gather(one.get_own_user(), one.get_own_user())
        assert first == second
        assert first["id"] == str(discord.bot.id)
        assert await one.get_application_id() == str(discord.world.application)

    on(discord, act)
    assert [request.path for request in discord.requests] == [
        "/users/@me",
        "/oauth2/applications/@me",
    ]


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, RefusedTokenError, "refuses the token"),
        (403, RefusedRequestError, "403: Missing Access"),
        (502, UnreachableError, "it answers 502"),
    ],
)
def test_a_refusal_is_an_error_of_its_own(
    discord: StandIn, status: int, kind: type[BotError], words: str
) -> None:
    discord.faults.answer(status)
    with pytest.raises(kind, match=words):
        on(discord, me)


def test_too_many_requests_are_made_again_when_discord_says(discord: StandIn) -> None:
    discord.faults.answer(429, times=2)
    on(discord, me)
    assert [request.status for request in discord.requests] == [429, 429, 200]


def test_where_nothing_answers_that_is_said(discord: StandIn) -> None:
    discord.goes_away()
    with pytest.raises(UnreachableError, match="ClientConnectorError"):
        on(discord, me)


def test_what_does_not_answer_is_not_waited_for(discord: StandIn) -> None:
    with discord.faults.hold() as held:
        with pytest.raises(UnreachableError, match="TimeoutError"):
            on(discord, me, limit=0.2)
        assert held.waiting == 1


@pytest.mark.parametrize(
    ("body", "kind"), [("<html>", "text/html"), ("{", "application/json"), ("[1]", "text/plain")]
)
def test_what_answers_otherwise_is_not_discord(body: str, kind: str) -> None:
    async def act() -> None:
        async def elsewhere(_: web.Request) -> web.Response:
            return web.Response(text=body, content_type=kind)

        application = web.Application()
        application.router.add_get("/{path:.*}", elsewhere)
        runner = web.AppRunner(application)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address = f"http://127.0.0.1:{runner.addresses[0][1]}"
        settings = Settings(token="a.b.c", discord_api=address)  # noqa: S106
        async with open_discord(settings, 20) as one:
            with pytest.raises(UnreachableError):
                await one.get_own_user()
        await runner.cleanup()

    asyncio.run(act())


def test_without_a_token_only_the_time_is_asked_for(discord: StandIn) -> None:
    async def act() -> None:
        async with open_discord(Settings(discord_api=discord.api), 20) as one:
            with pytest.raises(NoTokenError):
                await one.get_own_user()
            assert await one.measure_clock_offset() == pytest.approx(0, abs=4)

    asyncio.run(act())
    assert [request.path for request in discord.requests] == ["/gateway"]


def test_unless_told_otherwise_discord_itself_is_asked() -> None:
    async def act() -> str:
        async with open_discord(Settings(), 20) as one:
            return one.address

    assert asyncio.run(act()) == DISCORD_API == "https://discord.com/api/v10"
