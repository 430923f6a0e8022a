"""`concordance doctor`: checks an installation, and says how to repair what is wrong."""

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.doctor.environment import Environment
    from bot.doctor.findings import Finding

_BAD = 2
"""Exit status where something is bad."""


def doctor(
    index: options.Index = None,
    offline: Annotated[
        bool, typer.Option("--offline", help="Leave out what only Discord can tell.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with status 2 where something is doubtful, too.")
    ] = False,
    limit: Annotated[
        float,
        typer.Option(
            "--limit", metavar="SECONDS", min=0.1, max=600, help="How long each check may take."
        ),
    ] = 10.0,
    as_json: options.Json = False,
) -> None:
    """Check the installation, and say how to fix problems.

    Status 0 where nothing is bad, 2 where something is. Nothing is changed.
    """
    from bot.doctor.environment import Environment
    from bot.doctor.findings import find_worst_state
    from bot.doctor.settings import read_settings
    from bot.process import log_setup

    log_setup.configure("error")
    settings, problems, wrong = read_settings()
    environment = Environment(settings, index or settings.index, limit=limit)
    findings = [*problems, *asyncio.run(_run_checks(environment, wrong, offline))]
    _print(findings, as_json)
    state = find_worst_state(findings)
    if state == "bad" or (strict and state == "doubtful"):
        raise typer.Exit(_BAD)


async def _run_checks(
    environment: "Environment", wrong: "Sequence[str]", offline: bool
) -> "list[Finding]":
    from bot.doctor.discord_http import open_discord
    from bot.doctor.run_checks import run_checks

    if offline:
        return await run_checks(environment, wrong)
    async with open_discord(environment.settings, environment.limit / 2) as discord:
        return await run_checks(replace(environment, discord=discord), wrong)


def _print(findings: "list[Finding]", as_json: bool) -> None:
    if as_json:
        for finding in findings:
            typer.echo(json.dumps(_make_object(finding), ensure_ascii=False))
        return
    from rich.console import Console

    from bot.cli.doctor_table import print_findings

    print_findings(findings, Console(highlight=False))


def _make_object(finding: "Finding") -> dict[str, str | None]:
    return {
        "check": finding.check,
        "state": finding.state,
        "found": finding.text,
        "mend": finding.remedy,
    }
