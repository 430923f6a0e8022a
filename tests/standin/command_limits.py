"""What Discord demands of commands when they are registered."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

from tests.standin.contract import length
from tests.standin.limits import choice_limits, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.standin.world import JSON

CHAT_INPUT, USER, MESSAGE = 1, 2, 3
MOST = {CHAT_INPUT: 100, USER: 15, MESSAGE: 15}
NAME, DESCRIPTION, OPTIONS, CHOICES, CHARACTERS = 32, 100, 25, 25, 8000
SUBCOMMAND, GROUP = 1, 2


def all_commands(commands: list[JSON]) -> Iterator[str]:
    """Say what is wrong with the whole of what is registered in one place."""
    counted = Counter(one.get("type") or CHAT_INPUT for one in commands)
    for kind, most in MOST.items():
        if counted[kind] > most:
            yield f"{counted[kind]} commands of type {kind}, of which {most} are allowed"
    names = Counter((one.get("type") or CHAT_INPUT, one.get("name")) for one in commands)
    yield from (f"{name}: registered twice" for (_, name), often in names.items() if often > 1)
    for one in commands:
        yield from command(one)


def command(body: JSON) -> Iterator[str]:
    """Say what is wrong with one command."""
    place = str(body.get("name", "?"))
    if (body.get("type") or CHAT_INPUT) == CHAT_INPUT:
        yield from _named(place, body)
        yield from _options(place, body, depth=0)
    else:
        yield from _shown(place, body)
    if (total := characters(body)) > CHARACTERS:
        yield f"{place}: {total} characters in all, of which {CHARACTERS} are allowed"


def _shown(place: str, body: JSON) -> Iterator[str]:
    """Say what is wrong with a command that people find in a menu."""
    if not 1 <= length(place) <= NAME or "name" not in body:
        yield f"{place}: a name has 1 to {NAME} characters"
    if body.get("description") or body.get("options"):
        yield f"{place}: a command of a menu has neither description nor options"


def _named(place: str, body: JSON) -> Iterator[str]:
    name, description = body.get("name"), body.get("description")
    if not isinstance(name, str) or not 1 <= length(name) <= NAME:
        yield f"{place}: a name has 1 to {NAME} characters"
    elif name != name.lower() or not all(map(_fit, name)):
        yield f"{place}: a name has small letters, digits, - and _ only"
    if not isinstance(description, str) or not 1 <= length(description) <= DESCRIPTION:
        yield f"{place}: a description has 1 to {DESCRIPTION} characters"


def _fit(character: str) -> bool:
    return character in "-_'" or unicodedata.category(character)[0] in "LNM"


def _options(place: str, body: JSON, depth: int) -> Iterator[str]:
    options = body.get("options") or []
    yield from too_many(f"{place}.options", options, OPTIONS)
    kinds = [one.get("type") for one in options]
    if depth and GROUP in kinds:
        yield f"{place}: groups nest one level"
    if depth == 2 and SUBCOMMAND in kinds:
        yield f"{place}: a subcommand has no subcommands"
    if {SUBCOMMAND, GROUP} & {*kinds} and not {*kinds} <= {SUBCOMMAND, GROUP}:
        yield f"{place}: has subcommands and options of its own"
    for language in (None, *_languages(options)):
        names = Counter(_in(language, one) for one in options)
        yield from (f"{place}.{name}: stands twice" for name, often in names.items() if often > 1)
    needed = [bool(one.get("required")) for one in options]
    if needed != sorted(needed, reverse=True):
        yield f"{place}: what is required must stand before what is not"
    for option in options:
        yield from _option(f"{place}.{option.get('name')}", option, depth)


def _languages(options: list[JSON]) -> set[str]:
    return {language for one in options for language in one.get("name_localizations") or {}}


def _in(language: str | None, option: JSON) -> Any:
    """Return an option's name as people of a language see it."""
    return (option.get("name_localizations") or {}).get(language, option.get("name"))


def _option(place: str, option: JSON, depth: int) -> Iterator[str]:
    yield from _named(place, option)
    if option.get("type") in {SUBCOMMAND, GROUP}:
        yield from _options(place, option, 2 if option["type"] == SUBCOMMAND else depth + 1)
        return
    choices = option.get("choices") or []
    yield from too_many(f"{place}.choices", choices, CHOICES)
    if choices and option.get("autocomplete"):
        yield f"{place}: completes by itself and has choices"
    for choice in choices:
        yield from choice_limits(f"{place}.choices", choice)
    for least, most in (("min_length", "max_length"), ("min_value", "max_value")):
        low, high = option.get(least), option.get(most)
        if low is not None and high is not None and low > high:
            yield f"{place}: {least} is more than {most}"


def characters(body: JSON) -> int:
    """Return how much of a command's 8,000 characters it takes."""
    own = _longest(body, "name") + _longest(body, "description")
    options = sum(characters(one) for one in body.get("options") or [])
    choices = body.get("choices") or []
    offered = sum(_longest(one, "name") + length(str(one.get("value"))) for one in choices)
    return own + options + offered


def _longest(body: JSON, part: str) -> int:
    """Return the length of a text in that of its languages in which it is longest."""
    others = (body.get(f"{part}_localizations") or {}).values()
    return max(length(str(one)) for one in (body.get(part) or "", *others))
