"""Who may do what in a server: Discord's permissions, and the roles that the settings name."""

from collections.abc import Collection

from bot.servers.settings import ServerSettings

ADMINISTRATOR = 1 << 3
"""Permissions as Discord numbers them: who has this one has all,"""
MANAGE_SERVER = 1 << 5
"""settings are changed with this one,"""
MODERATE_MEMBERS = 1 << 40
"""and members are blocked."""


def may_manage(permissions: int, roles: Collection[int], settings: ServerSettings) -> bool:
    """Say whether somebody may change the settings, by permission or by one of the roles."""
    return may_appoint(permissions) or not set(settings.managing).isdisjoint(roles)


def may_appoint(permissions: int) -> bool:
    """Say whether somebody may decide who changes the settings, or delete all: by permission."""
    return bool(permissions & (ADMINISTRATOR | MANAGE_SERVER))


def may_block(permissions: int, roles: Collection[int], settings: ServerSettings) -> bool:
    """Say whether somebody may block members: who may change settings, and who moderates."""
    return bool(permissions & MODERATE_MEMBERS) or may_manage(permissions, roles, settings)
