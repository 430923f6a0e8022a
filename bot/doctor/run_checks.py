"""All checks at once, each within some seconds; none that fails hides another."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.doctor.clock import clock
from bot.doctor.commands import commands
from bot.doctor.daemon_threads import Threads
from bot.doctor.database import database
from bot.doctor.disk import disk
from bot.doctor.environment import Environment, Look
from bot.doctor.findings import Finding, bad, doubtful, refused
from bot.doctor.index import edition, index
from bot.doctor.memory import memory
from bot.doctor.model import model
from bot.doctor.permissions import permissions
from bot.doctor.token import token
from bot.doctor.versions import processor, versions
from bot.errors import BotError, NoTokenError, TokenFileError
from bot.gateway.errors import RefusedTokenError
from embeddings.errors import EmbeddingsError


@dataclass(frozen=True, slots=True)
class Check:
    """Something that is looked at, and the settings without which it cannot be."""

    name: str
    look: Look
    settings: tuple[str, ...] = ()
    of_discord: bool = False
    """Whether it is left out where Discord is not asked."""


_DISCORD = ("token", "token_file", "discord_api")
CHECKS = (
    Check("index", index, ("index",)),
    Check("edition", edition, ("index", "library")),
    Check("model", model, ("index", "model")),
    Check("database", database, ("database_url",)),
    Check("token", token, _DISCORD),
    Check("commands", commands, _DISCORD, of_discord=True),
    Check("permissions", permissions, (*_DISCORD, "database_url"), of_discord=True),
    Check("disk", disk, ("index", "database_url")),
    Check("memory", memory, ("index",)),
    Check("clock", clock, ("discord_api",), of_discord=True),
    Check("versions", versions),
    Check("processor", processor, ("index",)),
)


async def examine(
    place: Environment, wrong: Sequence[str] = (), checks: Sequence[Check] = CHECKS
) -> list[Finding]:
    """Return what all checks come to, in their order; some settings may be wrong."""
    asyncio.get_running_loop().set_default_executor(Threads())
    asked = [one for one in checks if place.discord is not None or not one.of_discord]
    found = await asyncio.gather(*(_examined(one, place, wrong) for one in asked))
    return [line for lines in found for line in lines]


async def _examined(check: Check, place: Environment, wrong: Sequence[str]) -> Sequence[Finding]:
    for setting in check.settings:
        if setting in wrong:
            name = f"CONCORDANCE_{setting.upper()}"
            return [
                doubtful(check.name, f"not looked at: {name} is wrong", "see the line settings")
            ]
    task = asyncio.ensure_future(_looked(check, place))
    done, _ = await asyncio.wait({task}, timeout=place.limit)
    if done:
        return task.result()
    task.cancel()
    found = f"does not answer within {place.limit:g} s"
    return [bad(check.name, found, "look at the disk, the network and what they lead to")]


async def _looked(check: Check, place: Environment) -> Sequence[Finding]:
    try:
        return await check.look(place)
    except BotError as error:
        return [_unknown(check, error) if check.of_discord else refused(check.name, error)]
    except (EmbeddingsError, OSError) as error:
        return [refused(check.name, error)]
    except Exception as error:  # noqa: BLE001 - whatever is amiss here, the others are told
        found = f"could not be looked at ({type(error).__name__})"
        return [bad(check.name, found, "report it with this line")]


def _unknown(check: Check, error: BotError) -> Finding:
    """Say why something cannot be told: that it is so, nobody knows."""
    if isinstance(error, NoTokenError | TokenFileError | RefusedTokenError):
        found = "cannot be told without a token that Discord takes"
        return doubtful(check.name, found, "see the line token")
    line = refused(check.name, error)
    return replace(line, state="doubtful")
