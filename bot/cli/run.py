"""`concordance run`: the Discord bot."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import options
from bot.servers.shards import parse
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.answers.open_texts import OpenTexts
    from bot.storage.repository import Storage

    Sources = tuple[Callable[[], OpenTexts], Callable[[], object]]


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

        from bot.answers.answer_queue import AnswerQueue
        from bot.cogs import FEATURES
        from bot.cogs.health import Supervised
        from bot.gateway import connection
        from bot.gateway.client import Bot
        from bot.maintenance.maintenance import Maintenance
        from bot.process import log_setup
        from bot.process.reload import Rereading

        log_setup.hide(token)

        def sources(now: Settings) -> "Sources":
            return _sources(index or now.index, model or now.model)

        def turn_to(now: Settings) -> bool:
            if not thinking.turn_to(*sources(now)):
                return False
            workshop.turn_to(index or now.index, now.library, model or now.model, now.maintainers)
            return True

        open_live, mark = sources(settings)
        thinking = AnswerQueue(open_live, mark=mark)
        structlog.get_logger(__name__).debug("loading", index=str(index or settings.index))
        thinking.warm()
        storage = _storage(settings)
        connection.point(settings)
        thinking.watch()
        name = model or settings.model
        workshop = Maintenance(
            index or settings.index, settings.library, name, settings.maintainers
        )
        features = (*FEATURES, partial(Supervised, port=settings.http_port))
        bot = Bot(features, thinking, storage, workshop=workshop)
        try:
            connection.serve(bot, token, own, Rereading(settings, turn_to).reread)
        finally:
            thinking.stop()


def _sources(directory: Path, model: str | None) -> "Sources":
    """Return what opens the live editions of an index, and what tells that they are others."""
    from bot.answers.opening import open_shelf
    from embeddings.editions.library import Library

    return lambda: open_shelf(directory, model), Library(directory).mark


def _storage(settings: Settings) -> "Storage":
    """Return what keeps settings, its database brought to this version's schema."""
    from bot.process import log_setup
    from bot.storage.repository import Storage
    from bot.storage.schema import upgrade

    url = settings.secret_database_url()
    storage = Storage(url)
    if storage.password:
        log_setup.hide(storage.password)
    asyncio.run(upgrade(url))
    return storage


@contextmanager
def _leaving_when_told() -> Iterator[None]:
    """Leave at SIGTERM also while loading: a container's first process ignores it unasked.

    SIGHUP asks for what happens meanwhile anyway: settings and index are read.
    """
    # no exception: wherever it strikes within an import, it may be caught or become another one
    before = signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    hanging_up = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGHUP, hanging_up)
