"""The commands: those that Discord has, against those of this version."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from bot.doctor.discord_http import DiscordHttp
from bot.doctor.environment import Environment
from bot.doctor.findings import Finding, bad, doubtful, good
from bot.gateway.errors import RefusedRequestError

NAME = "commands"

_SYNC = "run `concordance sync`"
_MAX_SERVERS = 10
"""Servers that are searched for commands of their own."""

_OPTIONAL_PARTS = (
    "options choices required autocomplete min_value max_value min_length max_length channel_types "
    "name_localizations description_localizations default_member_permissions"
).split()
"""Parts of a command that mean the same when they are absent as when they are empty."""

_UNORDERED_PARTS = ("contexts", "integration_types", "channel_types")
"""Parts of a command whose order means nothing."""

Command = Mapping[str, Any]
Key = tuple[int, str]
"""The type and the name of a command."""


@dataclass(frozen=True, slots=True)
class CommandDifferences:
    """Names of commands that Discord lacks, has in another form, or has from another version."""

    missing: Sequence[str]
    changed: Sequence[str]
    foreign: Sequence[str]

    def __bool__(self) -> bool:
        return bool(self.missing or self.changed or self.foreign)


async def check_commands(environment: Environment) -> Sequence[Finding]:
    """Check that Discord offers members the commands of this version."""
    discord = environment.discord
    if discord is None:
        return []
    path = f"/applications/{await discord.get_application_id()}"
    expected = await _describe_commands(environment)
    registered = await _get_commands(discord, path)
    servers = (await discord.get_servers())[:_MAX_SERVERS]
    with_own = [
        str(server["name"]) for server in servers if await _has_own_commands(discord, path, server)
    ]
    return [judge_commands(compare_commands(expected, registered), bool(registered), with_own)]


def judge_commands(
    differences: CommandDifferences, registered: bool, servers: Sequence[str]
) -> Finding:
    """Judge the commands registered for all servers; `servers` are those that have their own."""
    where = f"in {', '.join(servers)}"
    if not registered and servers:
        remedy = f"{_SYNC} when it is to be for all servers"
        return doubtful(NAME, f"are registered {where} alone", remedy)
    if not registered:
        return bad(NAME, "are not registered: nobody is offered any", _SYNC)
    if differences:
        finding = bad if differences.missing or differences.changed else doubtful
        return finding(NAME, "; ".join(_describe_differences(differences)), _SYNC)
    if servers:
        remedy = "take the servers' own away with `concordance sync --server ID --remove`"
        return doubtful(NAME, f"are this version's, and stand twice {where}", remedy)
    return good(NAME, "are those of this version")


def _describe_differences(differences: CommandDifferences) -> Iterable[str]:
    for names, words in (
        (differences.missing, "not registered"),
        (differences.changed, "not as in this version"),
        (differences.foreign, "not of this version"),
    ):
        if names:
            yield f"{words}: {', '.join(names)}"


def compare_commands(
    expected: Sequence[Command], registered: Sequence[Command]
) -> CommandDifferences:
    """Compare the commands of this version with those that are registered."""
    ours, theirs = _index_by_key(expected), _index_by_key(registered)
    return CommandDifferences(
        missing=[name for kind, name in ours if (kind, name) not in theirs],
        changed=[
            key[1]
            for key, command in ours.items()
            if key in theirs and not is_same(command, theirs[key])
        ],
        foreign=[name for kind, name in theirs if (kind, name) not in ours],
    )


def _index_by_key(commands: Sequence[Command]) -> dict[Key, Command]:
    return {(int(command.get("type") or 1), str(command["name"])): command for command in commands}


def is_same(ours: Any, theirs: Any, name: str = "") -> bool:  # noqa: ANN401 - JSON
    """Whether Discord has what it was given; it adds some parts and drops empty ones."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping) and _has_parts(ours):
        names = {*ours, *_OPTIONAL_PARTS} - {"id"}
        return all(is_same(ours.get(part), theirs.get(part), part) for part in names)
    if isinstance(ours, list) and isinstance(theirs, list):
        if name in _UNORDERED_PARTS:
            return sorted(ours) == sorted(theirs)
        return len(ours) == len(theirs) and all(map(is_same, ours, theirs))
    return (not ours and not theirs) or ours == theirs or str(ours) == str(theirs)


def _has_parts(ours: Mapping[str, Any]) -> bool:
    """Whether this is a command, an option or a choice, rather than words by language."""
    return "name" in ours


async def _get_commands(discord: DiscordHttp, path: str) -> list[Command]:
    answer = await discord.get(f"{path}/commands?with_localizations=true")
    commands: list[Command] = answer.body
    return commands


async def _has_own_commands(discord: DiscordHttp, path: str, server: Mapping[str, Any]) -> bool:
    """Whether a server has commands of its own; without the scope for commands it has none."""
    try:
        return bool(await _get_commands(discord, f"{path}/guilds/{server['id']}"))
    except RefusedRequestError:
        return False


async def _describe_commands(environment: Environment) -> list[Command]:
    """Return the commands as `concordance sync` registers them."""
    connection = await asyncio.to_thread(
        import_module, "bot.gateway.connection"
    )  # takes 1 s, while the other checks run
    from bot.answers.answer_queue import AnswerQueue
    from bot.answers.opening import open_texts
    from bot.cogs import FEATURES
    from bot.gateway.client import Bot

    index, models = environment.index, environment.settings.model
    bot = Bot(FEATURES, AnswerQueue(lambda: open_texts(index, models)))
    commands: list[Command] = await connection.describe_commands(bot)
    return commands
