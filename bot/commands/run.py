"""`concordance run`: the Discord bot."""

from bot.commands import options
from bot.settings import Settings


def run(index: options.Index = None, model: options.Model = None) -> None:
    """Answer in Discord, until the process is told to end."""
    settings = Settings()
    token = settings.secret_token()
    from bot import connection, log
    from bot.client import Bot
    from bot.commands.opening import open_answerer
    from bot.thinking import Thinking

    directory, name = options.index_directory(index), model or settings.model
    thinking = Thinking(lambda: open_answerer(directory, name))
    thinking.warm()
    log.hide(token)
    connection.point(settings)
    connection.serve(Bot(thinking), token)
