"""Who the bot is, which servers there are, and conversations with one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin import errors, permissions
from tests.standin.errors import RefusedError
from tests.standin.routes import NOTHING, Answer, Call, Route

if TYPE_CHECKING:
    from tests.standin.servers import Server
    from tests.standin.users import User


def me(call: Call) -> Answer:
    """Answer who the bot is."""
    more = {"verified": True, "mfa_enabled": False, "flags": 0, "email": None}
    return Answer(call.world.bot.json | more)


def application(call: Call) -> Answer:
    """Answer what the application is."""
    world = call.world
    owner = {"id": "1", "username": "owner", "discriminator": "0", "avatar": None}
    return Answer(
        {
            "id": str(world.application),
            "name": world.bot.name,
            "description": "",
            "icon": None,
            "bot": world.bot.json,
            "bot_public": True,
            "bot_require_code_grant": False,
            "owner": owner | {"global_name": None, "public_flags": 0},
            "team": None,
            "summary": "",
            "verify_key": "00",
            "rpc_origins": [],
            "flags": world.gateway.flags,
            "approximate_guild_count": sum(one.installed for one in world.servers.values()),
        }
    )


def gateway(call: Call) -> Answer:
    """Answer where the gateway is."""
    return Answer({"url": call.world.gateway.url})


def gateway_for_bots(call: Call) -> Answer:
    """Answer where the gateway is and how many sessions may be begun."""
    gateway = call.world.gateway
    left = {"total": 1000, "remaining": 1000 - len(gateway.sessions), "reset_after": 86_400_000}
    limit = left | {"max_concurrency": gateway.concurrency}
    return Answer({"url": gateway.url, "shards": gateway.recommended, "session_start_limit": limit})


def joined(call: Call) -> Server:
    """Return the server of a path, if the bot is in it."""
    server = call.world.servers.get(call.number("guild_id"))
    if server is None:
        raise RefusedError(errors.UNKNOWN_GUILD)
    if not server.installed:
        raise RefusedError(errors.MISSING_ACCESS)
    return server


def my_servers(call: Call) -> Answer:
    """Answer in which servers the bot is."""
    keys = "id name icon features".split()
    bot, joined = call.world.bot.id, [one for one in call.world.servers.values() if one.installed]
    return Answer(
        [
            {key: one.brief[key] for key in keys}
            | {"owner": one.owner == bot, "permissions": str(permissions.base(one, bot))}
            for one in joined
        ]
    )


def server_of(call: Call) -> Answer:
    """Answer what a server is."""
    server = joined(call)
    counts = {"approximate_member_count": len(server.members), "approximate_presence_count": 1}
    return Answer(server.brief | (counts if call.query.get("with_counts") else {}))


def channels_of(call: Call) -> Answer:
    """Answer which channels a server has."""
    return Answer([one.json for one in joined(call).channels if not one.is_thread])


def roles_of(call: Call) -> Answer:
    """Answer which roles a server has."""
    return Answer([one.json for one in joined(call).roles.values()])


def member_of(call: Call) -> Answer:
    """Answer what a server knows of somebody."""
    member = joined(call).members.get(call.number("user_id"))
    if member is None:
        raise RefusedError(errors.UNKNOWN_MEMBER)
    return Answer(member.full)


def leave(call: Call) -> Answer:
    """Let the bot leave a server."""
    joined(call).removes_bot()
    return NOTHING


def known(call: Call, number: int) -> User:
    """Return somebody who has an account."""
    if number not in call.world.users:
        raise RefusedError(errors.UNKNOWN_USER)
    return call.world.users[number]


def user_of(call: Call) -> Answer:
    """Answer who somebody is."""
    return Answer(known(call, call.number("user_id")).json)


def direct(call: Call) -> Answer:
    """Answer which channel is the conversation with somebody."""
    return Answer(call.world.direct(known(call, int(call.body["recipient_id"]))).json)


ROUTES = (
    Route("GET", "/users/@me", me),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/gateway", gateway, open=True),
    Route("GET", "/gateway/bot", gateway_for_bots),
    Route("GET", "/users/@me/guilds", my_servers),
    Route("DELETE", "/users/@me/guilds/{guild_id}", leave),
    Route("GET", "/users/{user_id}", user_of),
    Route("POST", "/users/@me/channels", direct),
    Route("GET", "/guilds/{guild_id}", server_of),
    Route("GET", "/guilds/{guild_id}/channels", channels_of),
    Route("GET", "/guilds/{guild_id}/roles", roles_of),
    Route("GET", "/guilds/{guild_id}/members/{user_id}", member_of),
)
