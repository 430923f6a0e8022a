"""`concordance sync`: registers the bot's commands with Discord."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.gateway.connection import Registration

_REMOVE_HINT = "`concordance sync --server ID --remove` takes the server's away"


def sync(
    server: Annotated[
        int | None,
        typer.Option(metavar="ID", min=1, help="Only for this server, where they show at once."),
    ] = None,
    remove: Annotated[
        bool, typer.Option("--remove", help="Remove those registered for this server alone.")
    ] = False,
    as_json: options.Json = False,
) -> None:
    """Register the bot's commands with Discord.

    It is needed once, and after an update that changes them.
    """
    if remove and server is None:
        raise typer.BadParameter("--remove needs the server: --server ID")
    settings = Settings()
    token = settings.secret_token()
    from bot.answers.answer_queue import AnswerQueue
    from bot.answers.opening import open_texts
    from bot.cogs import FEATURES
    from bot.gateway import connection
    from bot.gateway.client import Bot
    from bot.process import log_setup

    log_setup.hide_secret(token)
    connection.set_discord_addresses(settings)
    bot = Bot(FEATURES, AnswerQueue(lambda: open_texts(settings.index, settings.model)))
    registered = connection.register_commands(bot, token, server, remove=remove)
    if as_json:
        for command in registered.commands:
            typer.echo(json.dumps(command.to_dict(), ensure_ascii=False))
    else:
        _print(registered, server, remove=remove)


def _print(registered: "Registration", server: int | None, *, remove: bool) -> None:
    where = "all servers" if server is None else f"server {server}"
    for command in registered.commands:
        typer.echo(f"{command.name}: registered for {where}")
    if remove:
        typer.echo(f"{where}: has no commands of its own any more")
    elif server is not None:
        hint = f"Where they are registered for all servers too, they stand twice: {_REMOVE_HINT}"
        typer.echo(hint)
    typer.echo(f"To invite the bot into a server, open {registered.invitation}")
