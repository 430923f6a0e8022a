"""People and the bot, as Discord names them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.standin.world import JSON


@dataclass(eq=False, slots=True)
class User:
    """Somebody with an account."""

    id: int
    name: str
    bot: bool = False
    takes_messages: bool = True  # whether the bot may write to them directly
    locale: str = "en-US"

    @property
    def mention(self) -> str:
        """Return what stands in a message that mentions them."""
        return f"<@{self.id}>"

    @property
    def json(self) -> JSON:
        """Return them as Discord writes them."""
        return {
            "id": str(self.id),
            "username": self.name.lower().replace(" ", "."),
            "global_name": None if self.bot else self.name,
            "discriminator": "4711" if self.bot else "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }


@dataclass(eq=False, slots=True)
class Role:
    """A role in a server."""

    id: int
    name: str
    permissions: int
    position: int = 1
    managed: bool = False

    @property
    def mention(self) -> str:
        """Return what stands in a message that mentions it."""
        return f"<@&{self.id}>"

    @property
    def json(self) -> JSON:
        """Return it as Discord writes it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.managed,
            "mentionable": True,
            "flags": 0,
            "icon": None,
            "unicode_emoji": None,
        }


@dataclass(slots=True)
class Membership:
    """What a server knows of one user."""

    user: User
    roles: list[int] = field(default_factory=list)
    joined: str = "2026-01-01T00:00:00+00:00"

    @property
    def json(self) -> JSON:
        """Return it as Discord writes it, without the user."""
        return {
            "roles": [str(one) for one in self.roles],
            "nick": None,
            "avatar": None,
            "joined_at": self.joined,
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
            "communication_disabled_until": None,
        }

    @property
    def full(self) -> JSON:
        """Return it as Discord writes it, with the user."""
        return {**self.json, "user": self.user.json}
