"""`concordance sync`: register the commands with Discord, when they have changed."""

import json
from typing import Annotated

import typer

from bot.commands import options
from bot.settings import Settings


def sync(
    server: Annotated[
        int | None,
        typer.Option(metavar="ID", min=1, help="Only for this server, where they show at once."),
    ] = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Register the bot's commands with Discord: once, and after an update that changes them."""
    settings = Settings()
    token = settings.secret_token()
    from bot import connection, log
    from bot.client import Bot
    from bot.commands.opening import open_answerer
    from bot.thinking import Thinking

    log.hide(token)
    connection.point(settings)
    bot = Bot(Thinking(lambda: open_answerer(options.index_directory(index), settings.model)))
    registered = connection.register(bot, token, server)
    where = "all servers" if server is None else f"server {server}"
    for command in registered.commands:
        if as_json:
            typer.echo(json.dumps(command.to_dict(), ensure_ascii=False))
        else:
            typer.echo(f"{command.name}: registered for {where}")
    if not as_json:
        typer.echo(f"To invite the bot into a server, open {registered.invitation}")
