"""What the bot may do in its servers, told over HTTP: its roles, and the channels' exceptions."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from bot.doctor.discord_http import Discord
from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, doubtful, good
from bot.gateway.errors import RefusedRequestError
from bot.servers.permissions import NAMES, Allowed, answers_in, lacks
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.storage.errors import StorageError
from bot.storage.read_only import settings_of

NAME = "permissions"

LOOKED = 20
"""Servers, at most, whose channels are asked for: three requests each."""

BITS = {
    "administrator": 3,
    "view_channel": 10,
    "send_messages": 11,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "create_public_threads": 35,
    "send_messages_in_threads": 38,
}
"""The bits in which Discord writes permissions."""

_CATEGORY = 4
_OF_A_ROLE, _OF_A_MEMBER = 0, 1
_NONE = (0, 0)

JSON = Mapping[str, Any]


async def permissions(place: Environment) -> Sequence[Finding]:
    """Say in which servers the bot lacks what its settings ask of it."""
    if place.discord is None:
        return []
    discord, me = place.discord, int((await place.discord.me())["id"])
    servers = await discord.servers()
    if not servers:
        mend = "open the address that `concordance sync` prints last, and choose a server"
        return [doubtful(NAME, "the bot is in no server", mend)]
    kept = await _kept(place, [int(one["id"]) for one in servers[:LOOKED]])
    lines: list[Finding] = []
    for one in servers[:LOOKED]:
        settings = kept.get(int(one["id"]), DEFAULTS)
        lines += judged(str(one["name"]), await _channels(discord, one, me), settings)
    well = good(NAME, f"nothing is missing in {_number(len(servers[:LOOKED]))}")
    return [*(lines or [well]), *_rest(len(servers))]


def judged(server: str, channels: Iterable[Allowed], settings: ServerSettings) -> Iterator[Finding]:
    """Judge what the bot may do in the channels of a server."""
    named = {settings.reports, settings.daily.channel if settings.daily else None}
    at_large: dict[str, None] = {}
    of_channels, broken = 0, []
    for one in channels:
        missing = lacks(one, settings)
        at_large |= {NAMES[lack.permission]: None for lack in missing if lack.at_large}
        of_channels += bool(missing) and answers_in(one, settings)
        if missing and one.channel in named:
            broken.append((one.channel, ", ".join(NAMES[lack.permission] for lack in missing)))
    for channel, names in broken:
        found = f"{server}: reports or the daily quotation do not arrive in {channel}: {names}"
        yield bad(NAME, found, f"{_IN_CHANNEL}, or name another channel in `/settings`")
    if at_large:
        yield doubtful(NAME, f"{server}: the bot's role lacks {', '.join(at_large)}", _AT_LARGE)
    elif of_channels:
        found = f"{server}: something is missing in {of_channels} of its channels"
        yield doubtful(NAME, found, f"`/permissions all:True` there names them; {_IN_CHANNEL}")


_AT_LARGE = "let a moderator allow it at Server Settings > Roles > the bot's role"
_IN_CHANNEL = "a moderator allows it at Edit Channel > Permissions > the bot's role"


def _number(servers: int) -> str:
    return "1 server" if servers == 1 else f"{servers} servers"


def _rest(servers: int) -> Iterator[Finding]:
    if servers > LOOKED:
        yield good(NAME, f"not looked at in others than the first {LOOKED}; `/permissions` tells")


async def _kept(place: Environment, servers: Sequence[int]) -> Mapping[int, ServerSettings]:
    """Return the settings of servers; without a database the defaults are in force."""
    try:
        return await settings_of(place.database, servers, place.limit)
    except StorageError:
        return {}


async def _channels(discord: Discord, server: JSON, me: int) -> list[Allowed]:
    """Return what the bot may do in the channels of a server: all but the threads."""
    where = f"/guilds/{server['id']}"
    try:
        member = (await discord.get(f"{where}/members/{me}")).said
        roles = (await discord.get(f"{where}/roles")).said
        channels = (await discord.get(f"{where}/channels")).said
    except RefusedRequestError:
        return []  # it has just been thrown out
    everyone, own = int(server["id"]), {int(one) for one in member["roles"]}
    held = [int(one["permissions"]) for one in roles if int(one["id"]) in own | {everyone}]
    at_large = reduce(or_, held, 0)
    return [
        _allowed(one, at_large, (everyone, own, me)) for one in channels if one["type"] != _CATEGORY
    ]


def _allowed(channel: JSON, at_large: int, who: tuple[int, set[int], int]) -> Allowed:
    here, parent = given(channel, at_large, who), channel.get("parent_id")
    return Allowed(
        channel=int(channel["id"]),
        here=lambda name: _may(here, name),
        at_large=lambda name: _may(at_large, name),
        category=None if parent is None else int(parent),
    )


def _may(permissions: int, name: str) -> bool:
    return bool(permissions & (1 << BITS[name] | 1 << BITS["administrator"]))


def given(channel: JSON, at_large: int, who: tuple[int, set[int], int]) -> int:
    """Return what somebody may do in a channel, by the exceptions that it makes in their order.

    `who` are the role of everyone, the roles of the member, and the member.
    """
    everyone, own, me = who
    made = {
        (int(one["type"]), int(one["id"])): (int(one["allow"]), int(one["deny"]))
        for one in channel.get("permission_overwrites") or []
    }
    roles = [made.get((_OF_A_ROLE, one), _NONE) for one in own]
    steps = (
        made.get((_OF_A_ROLE, everyone), _NONE),
        (reduce(or_, (one[0] for one in roles), 0), reduce(or_, (one[1] for one in roles), 0)),
        made.get((_OF_A_MEMBER, me), _NONE),
    )
    found = at_large
    for allow, deny in steps:
        found = (found & ~deny) | allow
    return found
