"""The bot's permissions in its servers, computed from its roles and the channels' overwrites."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from bot.doctor.discord_http import DiscordHttp
from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, doubtful, good
from bot.gateway.errors import RefusedRequestError
from bot.servers.permissions import (
    PERMISSION_NAMES,
    ChannelPermissions,
    MissingPermission,
    answers_in,
    find_missing_permissions,
)
from bot.servers.settings import DEFAULTS, ServerSettings
from bot.storage.errors import StorageError
from bot.storage.read_only import read_stored_settings

NAME = "permissions"

MAX_SERVERS = 20
"""Servers whose channels are checked: each takes three requests."""

PERMISSION_BITS = {
    "administrator": 3,
    "view_channel": 10,
    "send_messages": 11,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "create_public_threads": 35,
    "send_messages_in_threads": 38,
}
"""The bit of each permission in Discord's bit sets."""

_CATEGORY = 4
"""Discord's type of a channel that is a category."""

_ROLE_OVERWRITE, _MEMBER_OVERWRITE = 0, 1
_NO_OVERWRITE = (0, 0)

_GRANT_TO_ROLE = "let a moderator allow it at Server Settings > Roles > the bot's role"
_GRANT_IN_CHANNEL = "a moderator allows it at Edit Channel > Permissions > the bot's role"

Json = Mapping[str, Any]
Identity = tuple[int, set[int], int]
"""The ids of the role @everyone, of the member's own roles, and of the member."""


async def check_permissions(environment: Environment) -> Sequence[Finding]:
    """Check that the bot has, in its servers, the permissions that its settings need."""
    discord = environment.discord
    if discord is None:
        return []
    bot_id = int((await discord.get_own_user())["id"])
    servers = await discord.get_servers()
    if not servers:
        remedy = "open the address that `concordance sync` prints last, and choose a server"
        return [doubtful(NAME, "the bot is in no server", remedy)]

    checked = servers[:MAX_SERVERS]
    stored = await _read_settings(environment, [int(server["id"]) for server in checked])
    problems: list[Finding] = []
    for server in checked:
        settings = stored.get(int(server["id"]), DEFAULTS)
        channels = await _list_channels(discord, server, bot_id)
        problems += judge_server(str(server["name"]), channels, settings)
    nothing_missing = good(NAME, f"nothing is missing in {_count_servers(len(checked))}")
    return [*(problems or [nothing_missing]), *_report_unchecked(len(servers))]


def judge_server(
    server: str, channels: Iterable[ChannelPermissions], settings: ServerSettings
) -> Iterator[Finding]:
    """Judge the bot's permissions in the channels of a server."""
    posting = {settings.reports, settings.daily.channel if settings.daily else None}
    missing_at_large: dict[str, None] = {}
    lacking_channels = 0
    broken: list[tuple[int, str]] = []

    # count what is missing
    for channel in channels:
        missing = find_missing_permissions(channel, settings)
        missing_at_large |= {
            PERMISSION_NAMES[lack.permission]: None for lack in missing if lack.at_large
        }
        lacking_channels += bool(missing) and answers_in(channel, settings)
        if missing and channel.channel in posting:
            broken.append((channel.channel, _join_names(missing)))

    # report channels that the settings name, then the role, or else the number of channels
    for channel_id, names in broken:
        text = f"{server}: reports or the daily quotation do not arrive in {channel_id}: {names}"
        yield bad(NAME, text, f"{_GRANT_IN_CHANNEL}, or name another channel in `/settings`")
    if missing_at_large:
        text = f"{server}: the bot's role lacks {', '.join(missing_at_large)}"
        yield doubtful(NAME, text, _GRANT_TO_ROLE)
    elif lacking_channels:
        text = f"{server}: something is missing in {lacking_channels} of its channels"
        remedy = f"`/permissions all:True` there names them; {_GRANT_IN_CHANNEL}"
        yield doubtful(NAME, text, remedy)


def _join_names(missing: Iterable[MissingPermission]) -> str:
    return ", ".join(PERMISSION_NAMES[lack.permission] for lack in missing)


def _count_servers(count: int) -> str:
    return "1 server" if count == 1 else f"{count} servers"


def _report_unchecked(servers: int) -> Iterator[Finding]:
    if servers > MAX_SERVERS:
        text = f"not looked at in others than the first {MAX_SERVERS}; `/permissions` tells"
        yield good(NAME, text)


async def _read_settings(
    environment: Environment, servers: Sequence[int]
) -> Mapping[int, ServerSettings]:
    """Return the settings of servers; without a database the defaults are in force."""
    try:
        return await read_stored_settings(environment.database, servers, environment.limit)
    except StorageError:
        return {}


async def _list_channels(
    discord: DiscordHttp, server: Json, bot_id: int
) -> list[ChannelPermissions]:
    """Return the bot's permissions in the channels of a server, threads excepted."""
    path = f"/guilds/{server['id']}"
    try:
        member = (await discord.get(f"{path}/members/{bot_id}")).body
        roles = (await discord.get(f"{path}/roles")).body
        channels = (await discord.get(f"{path}/channels")).body
    except RefusedRequestError:
        return []  # the bot was removed from the server meanwhile
    everyone, own = int(server["id"]), {int(role) for role in member["roles"]}
    role_permissions = [
        int(role["permissions"]) for role in roles if int(role["id"]) in own | {everyone}
    ]
    at_large = reduce(or_, role_permissions, 0)
    return [
        _describe_channel(channel, at_large, (everyone, own, bot_id))
        for channel in channels
        if channel["type"] != _CATEGORY
    ]


def _describe_channel(channel: Json, at_large: int, identity: Identity) -> ChannelPermissions:
    here, parent = compute_permissions(channel, at_large, identity), channel.get("parent_id")
    return ChannelPermissions(
        channel=int(channel["id"]),
        here=lambda name: _has_permission(here, name),
        at_large=lambda name: _has_permission(at_large, name),
        category=None if parent is None else int(parent),
    )


def _has_permission(permissions: int, name: str) -> bool:
    return bool(permissions & (1 << PERMISSION_BITS[name] | 1 << PERMISSION_BITS["administrator"]))


def compute_permissions(channel: Json, at_large: int, identity: Identity) -> int:
    """Return a member's permissions in a channel: its overwrites in Discord's order.

    https://discord.com/developers/docs/topics/permissions#permission-overwrites
    """
    everyone, own, member = identity
    overwrites = {
        (int(overwrite["type"]), int(overwrite["id"])): (
            int(overwrite["allow"]),
            int(overwrite["deny"]),
        )
        for overwrite in channel.get("permission_overwrites") or []
    }
    of_roles = [overwrites.get((_ROLE_OVERWRITE, role), _NO_OVERWRITE) for role in own]
    steps = (
        overwrites.get((_ROLE_OVERWRITE, everyone), _NO_OVERWRITE),
        (
            reduce(or_, (allow for allow, _ in of_roles), 0),
            reduce(or_, (deny for _, deny in of_roles), 0),
        ),
        overwrites.get((_MEMBER_OVERWRITE, member), _NO_OVERWRITE),
    )
    permissions = at_large
    for allow, deny in steps:
        permissions = (permissions & ~deny) | allow
    return permissions
