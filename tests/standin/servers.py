"""Servers, which Discord's interface calls guilds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.standin import permissions
from tests.standin.channels import TEXT, Channel
from tests.standin.clock import stamp
from tests.standin.events import GUILDS, Event
from tests.standin.people import Member
from tests.standin.users import Membership, Role, User

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.standin.world import JSON, World


@dataclass(eq=False)
class Server:
    """A community, in which the bot may be installed."""

    world: World
    id: int
    name: str
    owner: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, Membership] = field(default_factory=dict)
    admitted: dict[str, set[int]] = field(default_factory=dict)
    """Roles that see a command whatever its default_member_permissions, under Integrations."""

    @property
    def installed(self) -> bool:
        """Tell whether the bot is a member."""
        return self.world.bot.id in self.members

    @property
    def channels(self) -> list[Channel]:
        """Return the channels that there are, threads among them."""
        return [one for one in self.world.channels.values() if one.server is self]

    def role(self, name: str, *, permissions: Iterable[str] = ()) -> Role:
        """Make a role."""
        return self.world.do(lambda: self.add_role(name, permissions))

    def removes_role(self, role: Role) -> None:
        """Delete a role, which all who had it lose."""

        def change() -> None:
            del self.roles[role.id]
            for one in self.members.values():
                one.roles = [held for held in one.roles if held != role.id]
            self.tell("GUILD_ROLE_DELETE", {"guild_id": str(self.id), "role_id": str(role.id)})

        self.world.do(change)

    def admits(self, command: str, role: Role) -> None:
        """Let a role see a command, as servers do under Integrations."""
        self.world.do(lambda: self.admitted.setdefault(command, set()).add(role.id))

    def add_role(self, name: str, names: Iterable[str]) -> Role:
        """Make a role, within the loop."""
        made = Role(self.world.snowflake(), name, permissions.value(names), len(self.roles))
        self.roles[made.id] = made
        self.tell("GUILD_ROLE_CREATE", {"guild_id": str(self.id), "role": made.json})
        return made

    def channel(self, name: str, *, deny: Iterable[str] = (), allow: Iterable[str] = ()) -> Channel:
        """Make a channel, with what the bot may not do there and what it may beyond its roles."""
        exception = permissions.Overwrite(1, permissions.value(allow), permissions.value(deny))

        def change() -> Channel:
            made = Channel(self.world, self.world.snowflake(), TEXT, name, server=self)
            if exception.allow or exception.deny:
                made.overwrites[self.world.bot.id] = exception
            self.world.channels[made.id] = made
            made.tell("CREATE")
            return made

        return self.world.do(change)

    def member(
        self,
        who: str | Member,
        *,
        permissions: Iterable[str] = (),
        roles: Iterable[Role] = (),
        bot: bool = False,
    ) -> Member:
        """Let somebody join, new to Discord or a member of another server; or another bot."""

        def change() -> Member:
            user = who.user if isinstance(who, Member) else self._stranger(who, bot)
            theirs = [one.id for one in roles]
            if names := tuple(permissions):
                theirs.append(self.add_role(f"{user.name}'s own", names).id)
            self.members[user.id] = Membership(user, theirs)
            return Member(self.world, user, self)

        return self.world.do(change)

    def _stranger(self, name: str, bot: bool) -> User:
        user = User(self.world.snowflake(), name, bot)
        self.world.users[user.id] = user
        return user

    def installs_bot(self) -> None:
        """Let the bot join."""

        def change() -> None:
            self.add_bot()
            self.tell("GUILD_CREATE", self.json)

        self.world.do(change)

    def add_bot(self) -> None:
        """Make the bot a member, within the loop and without telling it."""
        role = Role(self.world.snowflake(), self.world.bot.name, 0, managed=True)
        self.roles[role.id] = role
        self.members[self.world.bot.id] = Membership(self.world.bot, [role.id], stamp())

    def removes_bot(self) -> None:
        """Throw the bot out; the server's own commands go with it."""

        def change() -> None:
            self.tell("GUILD_DELETE", {"id": str(self.id)})
            del self.members[self.world.bot.id]
            self.world.commands.pop(self.id, None)

        self.world.do(change)

    def fails(self) -> None:
        """Be unavailable, as in an outage: not the same as having thrown the bot out."""
        data = {"id": str(self.id), "unavailable": True}
        self.world.do(lambda: self.tell("GUILD_DELETE", data))

    def delete(self) -> None:
        """Delete the server with its channels."""

        def change() -> None:
            self.tell("GUILD_DELETE", {"id": str(self.id)})
            for channel in self.channels:
                del self.world.channels[channel.id]
            del self.world.servers[self.id]

        self.world.do(change)

    def tell(self, name: str, data: JSON) -> None:
        """Tell the bot what happened here, if it is a member."""
        if self.installed:
            self.world.gateway.dispatch(Event(name, data, GUILDS))

    @property
    def json(self) -> JSON:
        """Return it as the gateway writes it: of the members, the bot alone."""
        channels = [one.json for one in self.channels if not one.is_thread]
        threads = [one.json for one in self.channels if one.is_thread and one.bot_sees]
        return self.brief | {
            "joined_at": self.members[self.world.bot.id].joined,
            "large": False,
            "member_count": len(self.members),
            "members": [self.members[self.world.bot.id].full],
            "channels": channels,
            "threads": threads,
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    @property
    def brief(self) -> JSON:
        """Return it as it is answered when asked for."""
        return {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner),
            "icon": None,
            "splash": None,
            "banner": None,
            "description": None,
            "features": [],
            "preferred_locale": "en-US",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 0,
            "default_message_notifications": 0,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "premium_subscription_count": 0,
            "premium_progress_bar_enabled": False,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "vanity_url_code": None,
            "application_id": None,
            "emojis": [],
            "stickers": [],
            "roles": [one.json for one in self.roles.values()],
        }


def founded(world: World, name: str, id_: int, *, installed: bool) -> Server:
    """Make a server, within the loop; a joined bot is told when it listens."""
    owner = User(world.snowflake(), f"Owner of {name}")
    made = Server(world, id_, name, owner.id)
    world.users[owner.id] = owner
    world.servers[made.id] = made
    made.roles[made.id] = Role(made.id, "@everyone", permissions.EVERYONE, 0)
    made.members[owner.id] = Membership(owner)
    if installed:
        made.add_bot()
        made.tell("GUILD_CREATE", made.json)
    return made
