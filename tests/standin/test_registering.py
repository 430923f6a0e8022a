"""Registering commands: what keeps Discord's limits is taken, the rest is refused."""

from typing import Any

import pytest

from tests.standin.command_limits import characters
from tests.standin.plain import Plain

OPTION = {"type": 3, "name": "question", "description": "What"}
ASK: dict[str, Any] = {"name": "ask", "description": "Ask"}
GERMAN = OPTION | {"name_localizations": {"de": "was"}}
OTHER = OPTION | {"name": "was", "name_localizations": {"fr": "quoi"}}
COMPLETED = OPTION | {"autocomplete": True, "choices": [{"name": "x", "value": "x"}]}


def nested(depth: int) -> dict[str, Any]:
    inner = {"type": 1, "name": "x", "description": "x"}
    for _ in range(depth):
        inner = {"type": 2, "name": "x", "description": "x", "options": [inner]}
    return ASK | {"options": [inner]}


def long(total: int) -> dict[str, Any]:
    """Return a command of so many characters in all."""
    choices = [{"name": f"{n:02}" + "x" * 98, "value": f"{n:02}" + "x" * 98} for n in range(25)]
    options = [OPTION | {"name": "a", "choices": choices}]
    options.append(OPTION | {"name": "b", "choices": choices[:10]})
    options += [OPTION | {"name": f"o{n}", "description": "x" * 98} for n in range(9)]
    left = total - characters(ASK | {"options": options})
    return ASK | {"options": [*options, OPTION | {"name": "p", "description": "x" * (left - 1)}]}


COMMANDS: list[list[dict[str, Any]]] = [
    [ASK | {"name": "x" * 32, "description": "x" * 100}, {"name": "Read This", "type": 3}],
    [ASK | {"name": f"ask{n}"} for n in range(100)],
    [{"name": f"Read {n}", "type": kind} for n in range(15) for kind in (2, 3)],
    [ASK | {"options": [OPTION | {"name": f"o{n}"} for n in range(25)]}],
    [ASK | {"options": [OPTION | {"choices": [{"name": "x" * 100, "value": "x" * 100}]}]}],
    [nested(1)],
    [ASK | {"name": "спроси"}, ASK | {"default_member_permissions": 32}],
    [long(8000)],
]

WRONG: list[tuple[list[dict[str, Any]], str]] = [
    ([ASK | {"name": "x" * 33}], "33 characters"),
    ([ASK | {"name": ""}], "name"),
    ([ASK | {"name": "Ask"}], "small letters"),
    ([ASK | {"name": "a b"}], "small letters"),
    ([ASK | {"description": "x" * 101}], "101 characters"),
    ([ASK | {"description": ""}], "a description"),
    ([{"name": "ask"}], "a description"),
    ([ASK, ASK], "registered twice"),
    ([ASK | {"name": f"ask{n}"} for n in range(101)], "101 commands of type 1"),
    ([{"name": f"Read {n}", "type": 2} for n in range(16)], "16 commands of type 2"),
    ([{"name": f"Read {n}", "type": 3} for n in range(16)], "16 commands of type 3"),
    ([{"name": "Read", "type": 3, "description": "x"}], "neither description"),
    ([ASK | {"options": [OPTION | {"name": f"o{n}"} for n in range(26)]}], "options"),
    ([ASK | {"options": [OPTION, OPTION]}], "stands twice"),
    ([ASK | {"options": [OPTION | {"description": ""}]}], "description"),
    ([ASK | {"options": [OPTION, OPTION | {"name": "o", "required": True}]}], "must stand before"),
    (
        [ASK | {"options": [OPTION | {"choices": [{"name": "x", "value": "x" * 101}]}]}],
        "101 characters",
    ),
    ([ASK | {"options": [OPTION | {"choices": [{"name": "x", "value": "x"}] * 26}]}], "choices"),
    ([ASK | {"options": [OPTION | {"min_length": 5, "max_length": 4}]}], "is more than"),
    ([ASK | {"options": [COMPLETED]}], "completes by itself"),
    ([nested(2)], "options"),
    ([ASK | {"options": [OPTION, nested(0)["options"][0]]}], "options of its own"),
    ([long(8000) | {"description_localizations": {"de": "Fragen"}}], "8003 characters in all"),
    ([ASK | {"options": [GERMAN, OTHER]}], "ask.was: stands twice"),
    ([long(8001)], "8001 characters in all"),
]


@pytest.mark.parametrize("commands", COMMANDS)
def test_commands_within_the_limits_are_registered(
    plain: Plain, commands: list[dict[str, Any]]
) -> None:
    server = plain.discord.server("Reading circle")
    names = [one["name"] for one in commands]
    assert [one["name"] for one in plain.register(*commands).body] == names
    assert plain.register(*commands, server=server.id).status == 200
    assert [one.name for one in plain.discord.commands(server)] == names


@pytest.mark.parametrize(("commands", "why"), WRONG)
def test_commands_beyond_a_limit_are_refused(
    plain: Plain, commands: list[dict[str, Any]], why: str
) -> None:
    with plain.discord.expect_violation(why):
        assert plain.register(*commands).code == (400, 50035)
    assert plain.discord.commands() == []


def test_commands_are_registered_one_by_one(plain: Plain) -> None:
    path = f"/applications/{plain.discord.world.application}/commands"
    made = plain("POST", path, ASK)
    assert made.status == 201
    assert plain("POST", path, ASK | {"description": "Other"}).body["id"] == made.body["id"]
    one = f"{path}/{made.body['id']}"
    assert plain("PATCH", one, {"description": "Third"}).body["description"] == "Third"
    assert plain("GET", one).body["name"] == "ask"
    assert len(plain("GET", path).body) == 1
    assert plain("DELETE", one).status == 204
    assert plain("GET", one).code == (404, 10063)


def test_a_command_keeps_its_id(plain: Plain) -> None:
    first = plain.register(ASK).body[0]["id"]
    assert plain.register(ASK | {"name": "other"}, ASK).body[1]["id"] == first


def test_commands_of_a_server_without_the_bot_are_refused(plain: Plain) -> None:
    elsewhere = plain.discord.server("Elsewhere", installed=False)
    assert plain.register(ASK, server=elsewhere.id).code == (403, 50001)


def test_two_hundred_commands_are_created_in_a_day(plain: Plain) -> None:
    for start in (0, 100):
        plain.register(*[ASK | {"name": f"ask{start + n}"} for n in range(100)])
    with plain.discord.expect_violation("200 commands created in a day"):
        assert plain.register(ASK).status == 400
