"""What the gateway tells the bot, and who is told: the intents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.standin.world import JSON

GUILDS = 1 << 0
GUILD_MEMBERS = 1 << 1
GUILD_PRESENCES = 1 << 8
GUILD_MESSAGES = 1 << 9
DIRECT_MESSAGES = 1 << 12
MESSAGE_CONTENT = 1 << 15

PRIVILEGED = {
    "GUILD_MEMBERS": GUILD_MEMBERS,
    "GUILD_PRESENCES": GUILD_PRESENCES,
    "MESSAGE_CONTENT": MESSAGE_CONTENT,
}

OF_SERVERS = {"GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened."""

    name: str
    data: JSON
    intent: int = 0  # without it a session is not told
    bare: JSON | None = None  # what a session is told that may not read messages

    def is_for(self, shard: int, count: int) -> bool:
        """Tell whether a shard is told: a server's own; of what is in no server, the first."""
        of_server = self.data.get("guild_id")
        if of_server is None and self.name in OF_SERVERS:
            of_server = self.data["id"]
        return (int(of_server or 0) >> 22) % count == shard

    def seen_with(self, intents: int) -> JSON | None:
        """Return what a session with these intents is told, None for nothing."""
        if self.intent & intents != self.intent:
            return None
        if self.bare is not None and not intents & MESSAGE_CONTENT:
            return self.bare
        return self.data
