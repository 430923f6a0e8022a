"""The connection within one process: where it leads, how it is refused, what it registers."""

import re
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import aiohttp
import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route
from pydantic import AnyHttpUrl
from pydantic.networks import AnyUrl

from bot.cogs.ask import LOOK_UP
from bot.cogs.check_quotation import FIND
from bot.errors import BotError, ServerError
from bot.gateway import connection
from bot.gateway.client import Bot
from bot.gateway.connection import Registration, register_commands, set_discord_addresses
from bot.gateway.errors import (
    GatewayError,
    RefusedRequestError,
    RefusedTokenError,
    UnreachableError,
)
from bot.settings import Settings
from tests.conftest import ROOT
from tests.support.simulated_bot import closed, logged, refusal

TOKEN = "MTIz.made-up.not_a_token"  # noqa: S105


@pytest.fixture(autouse=True)
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put back afterwards where Discord is looked for."""
    monkeypatch.setattr(Route, "BASE", Route.BASE)
    gateway = DiscordWebSocket.DEFAULT_GATEWAY
    monkeypatch.setattr(DiscordWebSocket, "DEFAULT_GATEWAY", gateway)


def test_requests_go_to_the_addresses_that_are_set() -> None:
    api, gateway = AnyHttpUrl("http://localhost:1/api/v10/"), AnyUrl("ws://localhost:2/gateway")
    set_discord_addresses(Settings(discord_api=api, discord_gateway=gateway))
    assert Route("GET", "/users/@me").url == "http://localhost:1/api/v10/users/@me"
    assert str(DiscordWebSocket.DEFAULT_GATEWAY) == "ws://localhost:2/gateway"
    assert DiscordWebSocket.DEFAULT_GATEWAY.host == "localhost"


def test_without_addresses_requests_go_to_discord() -> None:
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    set_discord_addresses(Settings(discord_api=None, discord_gateway=None))
    assert before == (Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY)
    assert Route.BASE == "https://discord.com/api/v10"


REFUSED: dict[str, tuple[Exception, type[BotError], str]] = {
    "login": (discord.LoginFailure(), RefusedTokenError, "refuses the token"),
    "4004": (closed(4004), RefusedTokenError, "refuses the token"),
    "4010": (closed(4010), GatewayError, "it has no such shard; look at --shards and --of"),
    "4011": (closed(4011), GatewayError, "too many servers for so few shards"),
    "4014": (closed(4014), GatewayError, "for good (code 4014)"),
    "401": (refusal(401), RefusedTokenError, "refuses the token"),
    "403": (refusal(403), RefusedRequestError, "(403: "),
    "502": (refusal(502), UnreachableError, "(it answers 502)"),
    "aiohttp": (aiohttp.ClientConnectionError(), UnreachableError, "(ClientConnectionError)"),
    "network": (ConnectionResetError(), UnreachableError, "(ConnectionResetError)"),
    "no user": (KeyError("id"), UnreachableError, "(what answers there is not Discord)"),
    "no object": (TypeError(), UnreachableError, "(what answers there is not Discord)"),
}


@pytest.mark.parametrize(("error", "kind", "words"), REFUSED.values(), ids=REFUSED)
def test_what_discord_refuses_is_said_with_its_remedy(
    error: Exception, kind: type[BotError], words: str, bot: Bot
) -> None:
    with pytest.raises(kind) as caught, connection._explain_refusals(bot):
        raise error
    assert words in str(caught.value)
    assert caught.value.__cause__ is error
    if isinstance(caught.value, UnreachableError):
        assert caught.value.address == Route.BASE
    if isinstance(caught.value, GatewayError):
        assert caught.value.code == getattr(error, "code", 4014)


@pytest.mark.parametrize("kind", [KeyError, TypeError])
def test_after_the_login_a_defect_is_a_defect(kind: type[Exception], bot: Bot) -> None:
    me: Any = object()
    bot._connection.user = me
    with pytest.raises(kind), connection._explain_refusals(bot):
        raise kind


def test_what_discord_says_of_its_gateway_is_said(bot: Bot) -> None:
    with pytest.raises(RefusedTokenError), connection._explain_refusals(bot):
        raise discord.GatewayNotFound from refusal(401)


def test_what_is_no_refusal_passes(bot: Bot) -> None:
    with pytest.raises(ZeroDivisionError), connection._explain_refusals(bot):
        raise ZeroDivisionError
    with connection._explain_refusals(bot):
        pass


ME = {"id": "42", "username": "bot", "discriminator": "0", "avatar": None}
APPLICATION = {
    "id": "4711",
    "name": "bot",
    "description": "",
    "icon": None,
    "bot_public": True,
    "bot_require_code_grant": False,
    "verify_key": "",
    "flags": 0,
    "owner": ME,
}


def registered(
    bot: Bot, server: int | None, *, error: Exception | None = None, at: str = "commands"
) -> tuple[Registration, list[str]]:
    """Register with a Discord that is made up; return what it got, and where."""
    paths: list[str] = []

    async def request(_http: HTTPClient, route: Route, **more: Any) -> Any:
        paths.append(f"{route.method} {route.url.removeprefix(Route.BASE)}")
        if error is not None and at in route.path:
            raise error
        if "commands" not in route.path:
            return ME if route.path == "/users/@me" else APPLICATION
        more_of_it = {"application_id": "4711", "version": "1", "id": "9"}
        return [{"description": "", **one, **more_of_it} for one in more["json"]]

    with logged(), patch.object(HTTPClient, "request", request):
        found = register_commands(bot, TOKEN, server)
    assert bot.is_closed()
    return found, paths


@pytest.mark.parametrize(("server", "place"), [(None, ""), (77, "/guilds/77")])
def test_the_commands_are_registered(server: int | None, place: str, bot: Bot) -> None:
    found, paths = registered(bot, server)
    pages = (ROOT / "docs" / f"{page}.md" for page in ("members", "moderators", "maintainers"))
    guides = " ".join(page.read_text("utf-8") for page in pages)
    names = {one.name for one in found.commands}
    assert {name for name in names if f"`/{name}" in guides or f"*{name}*" in guides} == names
    assert set(re.findall(r"`/(\w+)", guides)) <= names
    assert {"ask", "page", "source", "settings", "privacy", LOOK_UP, FIND} <= names
    assert paths[0] == "GET /users/@me"
    assert paths[-1] == f"PUT /applications/4711{place}/commands"


def test_the_invitation_asks_for_what_the_bot_needs_and_no_more(bot: Bot) -> None:
    found, _ = registered(bot, None)
    invitation = urlsplit(found.invitation)
    asked = parse_qs(invitation.query)
    assert (invitation.netloc, invitation.path) == ("discord.com", "/oauth2/authorize")
    assert asked == {
        "client_id": ["4711"],
        "scope": ["bot applications.commands"],
        "permissions": ["309237763072"],
    }
    needed = {name for name, on in discord.Permissions(int(asked["permissions"][0])) if on}
    assert needed == {
        "read_messages",
        "send_messages",
        "send_messages_in_threads",
        "embed_links",
        "attach_files",
        "create_public_threads",
        "read_message_history",
    }


@pytest.mark.parametrize("status", [403, 404])
def test_a_server_without_the_bot_is_named(status: int, bot: Bot) -> None:
    with pytest.raises(ServerError) as caught:
        registered(bot, 77, error=refusal(status))
    assert caught.value.server == 77
    assert "the server 77" in str(caught.value)


NOT_TAKEN: dict[str, tuple[str, Exception, type[BotError]]] = {
    "token": ("/users/@me", refusal(401), RefusedTokenError),
    "no Discord": ("/users/@me", refusal(502), UnreachableError),
    "all servers": ("commands", refusal(403), RefusedRequestError),
    "network": ("commands", aiohttp.ClientConnectionError(), UnreachableError),
}


@pytest.mark.parametrize(("at", "error", "kind"), NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_commands_that_are_not_taken_are_a_sentence(
    at: str, error: Exception, kind: type[BotError], bot: Bot
) -> None:
    with pytest.raises(kind):
        registered(bot, None, error=error, at=at)
    assert bot.is_closed()
