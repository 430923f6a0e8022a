"""Registered commands, and whether what somebody types fits one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.standin import permissions
from tests.standin.channels import Channel
from tests.standin.contract import length
from tests.standin.users import Role, User

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.servers import Server
    from tests.standin.world import JSON, World

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN = 1, 2, 3, 4, 5
USERS, CHANNELS, ROLES, MENTIONABLE, NUMBER, ATTACHMENT = 6, 7, 8, 9, 10, 11
TYPES: dict[int, Any] = {STRING: str, INTEGER: int, BOOLEAN: bool, NUMBER: (int, float)}


@dataclass(eq=False)
class Command:
    """A command as the bot registered it."""

    id: int
    body: JSON
    application: int
    server: int | None = None
    version: int = 0

    @property
    def kind(self) -> int:
        """Return whether it is typed, or found in a menu."""
        return int(self.body.get("type") or CHAT_INPUT)

    @property
    def name(self) -> str:
        """Return its name."""
        return str(self.body["name"])

    @property
    def json(self) -> JSON:
        """Return it as Discord writes it."""
        allowed = self.body.get("default_member_permissions")
        body: JSON = {
            "description": "",
            "nsfw": False,
            "dm_permission": True,
            "contexts": None,
            "integration_types": [0],
            **self.body,
            "options": self.body.get("options") or [],
            "id": str(self.id),
            "type": self.kind,
            "application_id": str(self.application),
            "version": str(self.version),
            "default_member_permissions": None if allowed is None else str(allowed),
        }
        return body if self.server is None else body | {"guild_id": str(self.server)}

    def shown(self, channel: Channel, user: User) -> str | None:
        """Return why Discord would not show it to somebody, None where it does."""
        contexts = self.body.get("contexts")
        if contexts is not None and (0 if channel.server else 1) not in contexts:
            return "not in such a place (contexts)"
        if channel.server is None:
            return None if self.body.get("dm_permission") is not False else "not in DMs"
        if not channel.may(user.id, "VIEW_CHANNEL", "USE_APPLICATION_COMMANDS"):
            return "who may not use commands there"
        if not channel.server.installed and 1 not in (self.body.get("integration_types") or [0]):
            return "where the bot is not installed"
        needed = self.body.get("default_member_permissions")
        return self._gated(channel, user, None if needed is None else int(needed))

    def _gated(self, channel: Channel, user: User, needed: int | None) -> str | None:
        assert channel.server is not None
        theirs = {*channel.server.members[user.id].roles}
        if theirs & channel.server.admitted.get(self.name, set()):
            return None
        has = permissions.inside(channel, user.id)
        administers = permissions.allows(has, "ADMINISTRATOR")
        if needed is None or administers or (needed and has & needed == needed):
            return None
        return "who lacks its default_member_permissions"


def found(world: World, name: str, kind: int, server: Server | None) -> Command:
    """Return the registered command, the server's own before the global one."""
    places = [None] if server is None else [server.id, None]
    there = [one for place in places for one in world.commands.get(place, {}).values()]
    for one in there:
        if one.name == name and one.kind == kind:
            return one
    names = sorted(one.name for one in there if one.kind == kind)
    raise AssertionError(f"no command {name!r} of type {kind} is registered, only {names}")


def invoked(command: Command, words: list[str], values: JSON, *, partly: bool = False) -> JSON:
    """Return the data of the interaction that a typed command makes."""
    resolved: JSON = {}
    data: JSON = {"id": str(command.id), "name": command.name, "type": command.kind}
    data["options"] = _options(command.body, words, values, resolved, partly)
    if command.server is not None:
        data["guild_id"] = str(command.server)
    return data | ({"resolved": resolved} if resolved else {})


def _options(
    body: JSON, words: list[str], values: JSON, resolved: JSON, partly: bool
) -> list[JSON]:
    known = {one["name"]: one for one in body.get("options") or []}
    nested = any(one["type"] in {SUBCOMMAND, GROUP} for one in known.values())
    assert nested == bool(words), f"{body['name']} has subcommands: {nested}, given {words}"
    if words:
        first, *rest = words
        assert first in known, f"{body['name']} has no subcommand {first!r}, only {[*known]}"
        inner = _options(known[first], rest, values, resolved, partly)
        return [{"name": first, "type": known[first]["type"], "options": inner}]
    unknown = values.keys() - known.keys()
    assert not unknown, f"{body['name']} has no options {sorted(unknown)}, only {[*known]}"
    missing = [n for n, one in known.items() if one.get("required") and n not in values]
    assert partly or not missing, f"{body['name']} needs the options {missing}"
    given = [_given(known[name], value, resolved, partly) for name, value in values.items()]
    if partly:
        _focus(given, known)
    return given


def _focus(given: list[JSON], known: JSON) -> None:
    """Put the cursor into the last thing typed that the bot completes."""
    completed = [one for one in given if known[one["name"]].get("autocomplete")]
    assert completed, f"nothing in {[one['name'] for one in given]} completes by itself"
    completed[-1]["focused"] = True


def _given(option: JSON, value: Any, resolved: JSON, partly: bool) -> JSON:
    named = {"name": option["name"], "type": option["type"]}
    if option["type"] == ATTACHMENT:
        resolved.setdefault("attachments", {})[value["id"]] = value
        return named | {"value": value["id"]}
    if option["type"] in {USERS, CHANNELS, ROLES, MENTIONABLE}:
        return named | {"value": _resolve(option, value, resolved)}
    if not partly:
        problems = [*_problems(option, value)]
        assert not problems, f"option {option['name']}={value!r}: {', '.join(problems)}"
    return named | {"value": value}


def _problems(option: JSON, value: Any) -> Iterator[str]:
    """Say why Discord would not let somebody send this."""
    kind = TYPES[option["type"]]
    if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
        yield f"must be of type {kind}"
        return
    offered = [one["value"] for one in option.get("choices") or []]
    if offered and value not in offered:
        yield f"must be one of {offered}"
    if isinstance(value, str):
        least, most = option.get("min_length"), option.get("max_length")
        yield from _bounds(length(value), 1 if least is None else least, most or 6000)
    elif not isinstance(value, bool):
        yield from _bounds(value, option.get("min_value"), option.get("max_value"))


def _bounds(number: float, least: float | None, most: float | None) -> Iterator[str]:
    if least is not None and number < least:
        yield f"{number} where at least {least} is needed"
    if most is not None and number > most:
        yield f"{number} where at most {most} is allowed"


def _resolve(option: JSON, value: Any, resolved: JSON) -> str:
    """Describe a user, channel or role that is given as an option; return its id."""
    if isinstance(value, Role):
        kind, body = "roles", value.json
    elif isinstance(value, Channel):
        kind, body = "channels", value.json | {"permissions": "0"}
        wanted = option.get("channel_types")
        assert not wanted or value.kind in wanted, f"{option['name']}: no such channel"
    else:
        user = value if isinstance(value, User) else value.user
        kind, body = "users", user.json
        server = getattr(value, "server", None)
        if server is not None:
            allowed = str(permissions.base(server, user.id))
            member = server.members[user.id].json | {"permissions": allowed}
            resolved.setdefault("members", {})[str(user.id)] = member
    right = {USERS: {"users"}, CHANNELS: {"channels"}, ROLES: {"roles"}}
    assert kind in right.get(option["type"], {"users", "roles"}), f"{option['name']}: {kind}"
    resolved.setdefault(kind, {})[str(value.id)] = body
    return str(value.id)
