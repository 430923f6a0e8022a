"""`concordance run`: the Discord bot."""

import asyncio
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.commands import options
from bot.settings import Settings
from bot.shards import parse

if TYPE_CHECKING:
    from bot.storage.repository import Storage


def run(
    index: options.Index = None,
    model: options.Model = None,
    shards: options.OwnShards = None,
    of: options.ShardCount = None,
) -> None:
    """Answer in Discord, until the process is told to end."""
    settings = Settings()
    token = settings.secret_token()
    own = parse(
        settings.shards if shards is None else shards, settings.shard_count if of is None else of
    )
    with _leaving_when_told():
        import structlog

        from bot import connection, log
        from bot.client import Bot
        from bot.commands.opening import open_shelf
        from bot.maintaining.workshop import Workshop
        from bot.thinking import Thinking
        from embeddings.library import Library

        log.hide(token)
        directory, name = options.index_directory(index), model or settings.model
        mark = Library(directory).mark
        thinking = Thinking(lambda: open_shelf(directory, name), mark=mark)
        structlog.get_logger(__name__).debug("loading", index=str(directory))
        thinking.warm()
        storage = _storage(settings)
        connection.point(settings)
        thinking.watch()
        workshop = Workshop(directory, settings.library, name, settings.maintainers)
        bot = Bot(thinking, storage, http_port=settings.http_port, workshop=workshop)
        try:
            connection.serve(bot, token, own)
        finally:
            thinking.stop()


def _storage(settings: Settings) -> "Storage":
    """Return what keeps settings, its database brought to this version's schema."""
    from bot import log
    from bot.storage.repository import Storage
    from bot.storage.schema import upgrade

    url = settings.secret_database_url()
    storage = Storage(url)
    if storage.password:
        log.hide(storage.password)
    asyncio.run(upgrade(url))
    return storage


@contextmanager
def _leaving_when_told() -> Iterator[None]:
    """Leave at SIGTERM also while loading: a container's first process ignores it unasked."""
    # no exception: wherever it strikes within an import, it may be caught or become another one
    before = signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
