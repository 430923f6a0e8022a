"""Who may do what in a server, by Discord's permissions and the roles that the settings name."""

from collections.abc import Collection

from bot.servers.settings import ServerSettings

ADMINISTRATOR = 1 << 3
"""Discord's permission that includes all others."""

MANAGE_SERVER = 1 << 5
"""Discord's permission to change the settings."""

MODERATE_MEMBERS = 1 << 40
"""Discord's permission to block members."""


def may_manage(permissions: int, roles: Collection[int], settings: ServerSettings) -> bool:
    """Whether a member may change the settings, by permission or by a role."""
    return may_appoint(permissions) or not set(settings.managing).isdisjoint(roles)


def may_appoint(permissions: int) -> bool:
    """Whether a member may appoint managing roles or delete everything: by permission alone."""
    return bool(permissions & (ADMINISTRATOR | MANAGE_SERVER))


def may_block(permissions: int, roles: Collection[int], settings: ServerSettings) -> bool:
    """Whether a member may block others: as a moderator, or by being allowed to change settings."""
    return bool(permissions & MODERATE_MEMBERS) or may_manage(permissions, roles, settings)
