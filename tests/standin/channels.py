"""Channels: of a server, threads in them, and conversations with one person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standin import permissions
from tests.standin.clock import stamp
from tests.standin.events import GUILDS, Event

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.standin.messages import Message
    from tests.standin.people import Member
    from tests.standin.permissions import Overwrite
    from tests.standin.servers import Server
    from tests.standin.users import User
    from tests.standin.world import JSON, World

TEXT = 0
DIRECT = 1
PUBLIC_THREAD = 11
PRIVATE_THREAD = 12


@dataclass(eq=False)
class Channel:
    """A place for messages."""

    world: World
    id: int
    kind: int
    name: str = ""
    server: Server | None = None
    parent: Channel | None = None
    recipient: User | None = None
    overwrites: dict[int, Overwrite] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    typing: int = 0  # how often the bot showed that it was typing
    made: str = field(default_factory=stamp)

    @property
    def mention(self) -> str:
        """Return what stands in a message that mentions it."""
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        """Tell whether this is a thread."""
        return self.parent is not None

    @property
    def said(self) -> list[Message]:
        """Return what everybody can see here, oldest first."""
        return [one for one in self.messages.values() if not one.ephemeral]

    def may(self, user: int, *names: str) -> bool:
        """Tell whether somebody may do all this here."""
        return permissions.allows(permissions.inside(self, user), *names)

    @property
    def bot_sees(self) -> bool:
        """Tell whether the bot is told of what happens here."""
        return self.may(self.world.bot.id, "VIEW_CHANNEL")

    def tell(self, name: str) -> None:
        """Tell the bot that this channel was made, changed or deleted."""
        event = f"THREAD_{name}" if self.is_thread else f"CHANNEL_{name}"
        if self.server is None or not self.server.installed:
            return
        if self.is_thread and not self.bot_sees:
            return
        self.world.gateway.dispatch(Event(event, self.json, GUILDS))

    def thread(self, name: str, *, private: bool = False) -> Channel:
        """Make a thread here."""
        return self.world.do(lambda: self.make_thread(name, private=private))

    def make_thread(self, name: str, *, at: int | None = None, private: bool = False) -> Channel:
        """Make a thread, within the loop; one on a message has the message's id."""
        kind = PRIVATE_THREAD if private else PUBLIC_THREAD
        place = at or self.world.snowflake()
        made = Channel(self.world, place, kind, name, server=self.server, parent=self)
        self.world.channels[made.id] = made
        made.tell("CREATE")
        return made

    def denies(self, *names: str, to: Member | None = None) -> None:
        """Deny the bot, or a member, these permissions here, and nothing else."""
        self.excepts(deny=names, of=to)

    def excepts(
        self, *, allow: Iterable[str] = (), deny: Iterable[str] = (), of: Member | None = None
    ) -> None:
        """Set what the bot, or a member, may and may not do here, whatever their roles."""
        exception = permissions.Overwrite(1, permissions.value(allow), permissions.value(deny))

        def change() -> None:
            self.overwrites[of.id if of else self.world.bot.id] = exception
            self.tell("UPDATE")

        self.world.do(change)

    def delete(self) -> None:
        """Delete the channel with its threads."""

        def change() -> None:
            for other in [*self.world.channels.values()]:
                if other.parent is self:
                    del self.world.channels[other.id]
            self.tell("DELETE")
            del self.world.channels[self.id]

        self.world.do(change)

    @property
    def json(self) -> JSON:
        """Return it as Discord writes it."""
        last = max(self.messages, default=None)
        common: JSON = {
            "id": str(self.id),
            "type": self.kind,
            "last_message_id": last and str(last),
            "flags": 0,
        }
        if self.recipient is not None:
            return {**common, "recipients": [self.recipient.json]}
        assert self.server is not None
        common |= {"guild_id": str(self.server.id), "name": self.name, "rate_limit_per_user": 0}
        return common | (self._thread_json() if self.is_thread else self._text_json())

    def _text_json(self) -> JSON:
        return {
            "position": 0,
            "topic": None,
            "nsfw": False,
            "parent_id": None,
            "permission_overwrites": [
                {"id": str(who), "type": it.kind, "allow": str(it.allow), "deny": str(it.deny)}
                for who, it in self.overwrites.items()
            ],
        }

    def _thread_json(self) -> JSON:
        assert self.parent is not None
        return {
            "parent_id": str(self.parent.id),
            "owner_id": str(self.world.bot.id),
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": False,
                "auto_archive_duration": 1440,
                "archive_timestamp": self.made,
                "create_timestamp": self.made,
                "locked": False,
                "invitable": True,
            },
        }
