"""Who may do what where: a role's permissions, then a channel's exceptions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.standin.channels import Channel
    from tests.standin.servers import Server

BITS = {
    "CREATE_INSTANT_INVITE": 0,
    "KICK_MEMBERS": 1,
    "BAN_MEMBERS": 2,
    "ADMINISTRATOR": 3,
    "MANAGE_CHANNELS": 4,
    "MANAGE_GUILD": 5,
    "ADD_REACTIONS": 6,
    "VIEW_AUDIT_LOG": 7,
    "VIEW_CHANNEL": 10,
    "SEND_MESSAGES": 11,
    "SEND_TTS_MESSAGES": 12,
    "MANAGE_MESSAGES": 13,
    "EMBED_LINKS": 14,
    "ATTACH_FILES": 15,
    "READ_MESSAGE_HISTORY": 16,
    "MENTION_EVERYONE": 17,
    "USE_EXTERNAL_EMOJIS": 18,
    "CHANGE_NICKNAME": 26,
    "MANAGE_NICKNAMES": 27,
    "MANAGE_ROLES": 28,
    "MANAGE_WEBHOOKS": 29,
    "USE_APPLICATION_COMMANDS": 31,
    "MANAGE_EVENTS": 33,
    "MANAGE_THREADS": 34,
    "CREATE_PUBLIC_THREADS": 35,
    "CREATE_PRIVATE_THREADS": 36,
    "SEND_MESSAGES_IN_THREADS": 38,
    "MODERATE_MEMBERS": 40,
    "USE_EXTERNAL_APPS": 50,
}

ALL = reduce(or_, (1 << bit for bit in BITS.values()))


def value(names: Iterable[str]) -> int:
    """Return the number that permissions are written as."""
    return reduce(or_, (1 << BITS[name] for name in names), 0)


EVERYONE = value(
    """CREATE_INSTANT_INVITE ADD_REACTIONS VIEW_CHANNEL SEND_MESSAGES EMBED_LINKS ATTACH_FILES
    READ_MESSAGE_HISTORY MENTION_EVERYONE USE_EXTERNAL_EMOJIS CHANGE_NICKNAME
    USE_APPLICATION_COMMANDS CREATE_PUBLIC_THREADS CREATE_PRIVATE_THREADS
    SEND_MESSAGES_IN_THREADS USE_EXTERNAL_APPS""".split()
)
DIRECT = value(
    """ADD_REACTIONS VIEW_CHANNEL SEND_MESSAGES EMBED_LINKS ATTACH_FILES READ_MESSAGE_HISTORY
    MENTION_EVERYONE USE_EXTERNAL_EMOJIS USE_APPLICATION_COMMANDS""".split()
)


@dataclass(frozen=True, slots=True)
class Overwrite:
    """What one channel allows or denies a role (kind 0) or a member (kind 1)."""

    kind: int
    allow: int = 0
    deny: int = 0

    def of(self, permissions: int) -> int:
        """Return permissions after this exception."""
        return (permissions & ~self.deny) | self.allow


def base(server: Server, user: int) -> int:
    """Return what somebody may do in a server at large."""
    if user not in server.members:
        return 0
    roles = [server.roles[server.id], *(server.roles[one] for one in server.members[user].roles)]
    permissions = reduce(or_, (role.permissions for role in roles))
    if user == server.owner or permissions & value(["ADMINISTRATOR"]):
        return ALL
    return permissions


def inside(channel: Channel, user: int) -> int:
    """Return what somebody may do in a channel; a thread has its parent's exceptions."""
    if channel.server is None:
        return DIRECT
    permissions = base(channel.server, user)
    if permissions in {0, ALL}:
        return permissions
    place = channel.parent or channel
    nothing = Overwrite(0)
    permissions = place.overwrites.get(channel.server.id, nothing).of(permissions)
    theirs = [place.overwrites.get(one, nothing) for one in channel.server.members[user].roles]
    roles = Overwrite(
        0,
        reduce(or_, (one.allow for one in theirs), 0),
        reduce(or_, (one.deny for one in theirs), 0),
    )
    return place.overwrites.get(user, nothing).of(roles.of(permissions))


def allows(permissions: int, *names: str) -> bool:
    """Tell whether all these are among the permissions."""
    wanted = value(names)
    return permissions & wanted == wanted
