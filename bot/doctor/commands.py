"""The commands: those of this version, as Discord has them for all servers."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bot.doctor.discord_http import Discord
from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, doubtful, good
from bot.gateway.errors import RefusedRequestError

NAME = "commands"

_SYNC = "run `concordance sync`"
_SERVERS = 10
"""Servers, at most, in which commands of their own are looked for."""

_PARTS = (
    "options choices required autocomplete min_value max_value min_length max_length channel_types "
    "name_localizations description_localizations default_member_permissions"
).split()
"""What is nothing where it is left out, here or there."""

_SETS = ("contexts", "integration_types", "channel_types")
"""Of which the order says nothing."""

Command = Mapping[str, Any]
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Difference:
    """Names of commands that Discord has not, has otherwise, or has without this version."""

    missing: Sequence[str]
    changed: Sequence[str]
    foreign: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.foreign)


async def commands(place: Environment) -> Sequence[Finding]:
    """Say whether members are offered what this version does."""
    if place.discord is None:
        return []
    where = f"/applications/{await place.discord.application()}"
    wanted = await _wanted(place)
    every = await _registered(place.discord, where)
    servers = (await place.discord.servers())[:_SERVERS]
    alone = [str(one["name"]) for one in servers if await _own(place.discord, where, one)]
    return [judged(differing(wanted, every), bool(every), alone)]


def judged(difference: Difference, registered: bool, alone: Sequence[str]) -> Finding:
    """Judge what differs for all servers, where some have commands of their own besides."""
    where = f"in {', '.join(alone)}"
    if not registered and alone:
        mend = f"{_SYNC} when it is to be for all servers"
        return doubtful(NAME, f"are registered {where} alone", mend)
    if not registered:
        return bad(NAME, "are not registered: nobody is offered any", _SYNC)
    if difference:
        state = bad if difference.missing or difference.changed else doubtful
        return state(NAME, "; ".join(_told(difference)), _SYNC)
    if alone:
        mend = "take the servers' own away with `concordance sync --server ID --remove`"
        return doubtful(NAME, f"are this version's, and stand twice {where}", mend)
    return good(NAME, "are those of this version")


def _told(difference: Difference) -> Iterable[str]:
    for names, words in (
        (difference.missing, "not registered"),
        (difference.changed, "not as in this version"),
        (difference.foreign, "not of this version"),
    ):
        if names:
            yield f"{words}: {', '.join(names)}"


def differing(wanted: Sequence[Command], registered: Sequence[Command]) -> Difference:
    """Compare what this version registers with what is registered."""
    ours, theirs = _by_key(wanted), _by_key(registered)
    return Difference(
        [key[1] for key in ours if key not in theirs],
        [key[1] for key, one in ours.items() if key in theirs and not same(one, theirs[key])],
        [key[1] for key in theirs if key not in ours],
    )


def _by_key(found: Sequence[Command]) -> dict[Key, Command]:
    return {(int(one.get("type") or 1), str(one["name"])): one for one in found}


def same(ours: Any, theirs: Any, name: str = "") -> bool:  # noqa: ANN401 - JSON
    """Say whether Discord has what was given to it: it adds some parts, and drops empty ones."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and _described(ours):
        names = {*ours, *_PARTS} - {"id"}
        return all(same(ours.get(one), theirs.get(one), one) for one in names)
    if isinstance(ours, list) and isinstance(theirs, list):
        if name in _SETS:
            return sorted(ours) == sorted(theirs)
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    return (not ours and not theirs) or ours == theirs or str(ours) == str(theirs)


def _described(ours: Mapping[str, Any]) -> bool:
    """Say whether this is a command, an option or a choice, rather than words by language."""
    return "name" in ours


async def _registered(discord: Discord, where: str) -> list[Command]:
    found: list[Command] = (await discord.get(f"{where}/commands?with_localizations=true")).said
    return found


async def _own(discord: Discord, where: str, server: Mapping[str, Any]) -> bool:
    """Say whether a server has commands of its own; without the scope for them it has none."""
    try:
        return bool(await _registered(discord, f"{where}/guilds/{server['id']}"))
    except RefusedRequestError:
        return False


async def _wanted(place: Environment) -> list[Command]:
    """Return the commands as `concordance sync` registers them."""
    connection = await asyncio.to_thread(
        import_module, "bot.gateway.connection"
    )  # 1 s, beside the others
    from bot.answers.answer_queue import AnswerQueue
    from bot.answers.opening import open_shelf
    from bot.cogs import FEATURES
    from bot.gateway.client import Bot

    bot = Bot(FEATURES, AnswerQueue(lambda: open_shelf(place.index, place.settings.model)))
    found: list[Command] = await connection.described(bot)
    return found
