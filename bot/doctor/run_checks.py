"""Runs all checks at once, each within its time limit; a failing check hides no other."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.doctor.clock import check_clock
from bot.doctor.commands import check_commands
from bot.doctor.daemon_threads import DaemonThreadExecutor
from bot.doctor.database import check_database
from bot.doctor.disk import check_disk
from bot.doctor.environment import CheckFunction, Environment
from bot.doctor.findings import Finding, bad, describe_error, doubtful
from bot.doctor.index import check_edition, check_index
from bot.doctor.memory import check_memory
from bot.doctor.model import check_model
from bot.doctor.permissions import check_permissions
from bot.doctor.token import check_token
from bot.doctor.versions import check_processor, check_versions
from bot.errors import BotError, NoTokenError, TokenFileError
from bot.gateway.errors import RefusedTokenError
from embeddings.errors import EmbeddingsError


@dataclass(frozen=True, slots=True)
class Check:
    """A check, and the settings without which it cannot run."""

    name: str
    run: CheckFunction
    settings: tuple[str, ...] = ()
    needs_discord: bool = False
    """Whether it is left out where Discord is not asked."""


_DISCORD = ("token", "token_file", "discord_api")
CHECKS = (
    Check("index", check_index, ("index",)),
    Check("edition", check_edition, ("index", "library")),
    Check("model", check_model, ("index", "model")),
    Check("database", check_database, ("database_url",)),
    Check("token", check_token, _DISCORD),
    Check("commands", check_commands, _DISCORD, needs_discord=True),
    Check("permissions", check_permissions, (*_DISCORD, "database_url"), needs_discord=True),
    Check("disk", check_disk, ("index", "database_url")),
    Check("memory", check_memory, ("index",)),
    Check("clock", check_clock, ("discord_api",), needs_discord=True),
    Check("versions", check_versions),
    Check("processor", check_processor, ("index",)),
)


async def run_checks(
    environment: Environment, wrong: Sequence[str] = (), checks: Sequence[Check] = CHECKS
) -> list[Finding]:
    """Return the findings of all checks, in their order; `wrong` names settings that are wrong."""
    asyncio.get_running_loop().set_default_executor(DaemonThreadExecutor())
    wanted = [
        check for check in checks if environment.discord is not None or not check.needs_discord
    ]
    findings = await asyncio.gather(*(_run_check(check, environment, wrong) for check in wanted))
    return [finding for of_check in findings for finding in of_check]


async def _run_check(
    check: Check, environment: Environment, wrong: Sequence[str]
) -> Sequence[Finding]:
    for setting in check.settings:
        if setting in wrong:
            text = f"not looked at: CONCORDANCE_{setting.upper()} is wrong"
            return [doubtful(check.name, text, "see the line settings")]
    task = asyncio.ensure_future(_run_and_report(check, environment))
    done, _ = await asyncio.wait({task}, timeout=environment.limit)
    if done:
        return task.result()
    task.cancel()
    text = f"does not answer within {environment.limit:g} s"
    return [bad(check.name, text, "look at the disk, the network and what they lead to")]


async def _run_and_report(check: Check, environment: Environment) -> Sequence[Finding]:
    """Run a check; an error that it raises becomes a finding."""
    try:
        return await check.run(environment)
    except BotError as error:
        if check.needs_discord:
            return [_report_unknown(check, error)]
        return [describe_error(check.name, error)]
    except (EmbeddingsError, OSError) as error:
        return [describe_error(check.name, error)]
    except Exception as error:  # noqa: BLE001 - a defect in a check must not hide the others
        text = f"could not be looked at ({type(error).__name__})"
        return [bad(check.name, text, "report it with this line")]


def _report_unknown(check: Check, error: BotError) -> Finding:
    """Report that Discord could not be asked, which is doubtful rather than bad."""
    if isinstance(error, NoTokenError | TokenFileError | RefusedTokenError):
        text = "cannot be told without a token that Discord takes"
        return doubtful(check.name, text, "see the line token")
    return replace(describe_error(check.name, error), state="doubtful")
