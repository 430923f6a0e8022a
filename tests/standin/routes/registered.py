"""Registering commands, everywhere or in one server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.standin import errors
from tests.standin.command_limits import all_commands
from tests.standin.commands import CHAT_INPUT, Command
from tests.standin.errors import RefusedError
from tests.standin.routes import NOTHING, Answer, Call, Route, ViolationError
from tests.standin.routes.basics import joined

if TYPE_CHECKING:
    from tests.standin.world import JSON

CREATES_A_DAY = 200


def place(call: Call) -> dict[int, Command]:
    """Return the commands of the place that a path names."""
    if call.number("application_id") != call.world.application:
        raise RefusedError(errors.UNKNOWN_APPLICATION)
    return call.world.commands.setdefault(_server(call), {})


def _server(call: Call) -> int | None:
    return joined(call).id if "guild_id" in call.parts else None


def named(call: Call) -> Command:
    """Return the command that a path names."""
    command = place(call).get(call.number("command_id"))
    if command is None:
        raise RefusedError(errors.UNKNOWN_COMMAND)
    return command


def check(call: Call, bodies: list[JSON]) -> None:
    """Refuse what Discord would not register; count what is new."""
    if problems := [*all_commands(bodies)]:
        raise ViolationError(*problems)
    before = {(one.kind, one.name) for one in place(call).values()}
    after = {(one.get("type") or CHAT_INPUT, one["name"]) for one in bodies}
    server = _server(call)
    call.world.created[server] += len(after - before)
    if call.world.created[server] > CREATES_A_DAY:
        raise ViolationError(f"more than {CREATES_A_DAY} commands created in a day")


def made(call: Call, body: JSON, number: int | None = None) -> Command:
    """Return a command, which keeps its id where it had one."""
    body = {key: part for key, part in body.items() if part is not None and key != "id"}
    application, version = call.world.application, call.world.snowflake()
    number = number or call.world.snowflake()
    return Command(number, body, application, _server(call), version)


def listed(call: Call) -> Answer:
    """Answer which commands there are."""
    return Answer([one.json for one in place(call).values()])


def replace(call: Call) -> Answer:
    """Register these commands and no others."""
    there, bodies = place(call), call.body or []
    check(call, bodies)
    ids = {(one.kind, one.name): one.id for one in there.values()}
    found = [made(call, b, ids.get((b.get("type") or CHAT_INPUT, b["name"]))) for b in bodies]
    there.clear()
    there.update({one.id: one for one in found})
    return Answer([one.json for one in found])


def add(call: Call) -> Answer:
    """Register one command, in the place of one with its name."""
    there, body = place(call), call.body
    key = (body.get("type") or CHAT_INPUT, body["name"])
    old = next((one for one in there.values() if (one.kind, one.name) == key), None)
    check(call, [one.body for one in there.values() if one is not old] + [body])
    command = made(call, body, None if old is None else old.id)
    there[command.id] = command
    return Answer(command.json, 201 if old is None else 200)


def change(call: Call) -> Answer:
    """Change parts of one command."""
    there, old = place(call), named(call)
    body = old.body | call.body
    check(call, [one.body for one in there.values() if one is not old] + [body])
    there[old.id] = made(call, body, old.id)
    return Answer(there[old.id].json)


def one_of(call: Call) -> Answer:
    """Answer what one command is."""
    return Answer(named(call).json)


def remove(call: Call) -> Answer:
    """Forget one command."""
    del place(call)[named(call).id]
    return NOTHING


EVERYWHERE = "/applications/{application_id}/commands"
HERE = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES = tuple(
    Route(method, f"{where}{more}", handle)
    for where in (EVERYWHERE, HERE)
    for method, more, handle in (
        ("GET", "", listed),
        ("PUT", "", replace),
        ("POST", "", add),
        ("GET", "/{command_id}", one_of),
        ("PATCH", "/{command_id}", change),
        ("DELETE", "/{command_id}", remove),
    )
)
