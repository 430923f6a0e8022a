"""`concordance run`: the Discord bot."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli import options
from bot.servers.shards import Shards, parse_shards
from bot.settings import Settings
from embeddings.models.names import ModelNames

if TYPE_CHECKING:
    from bot.answers.answer_queue import AnswerQueue
    from bot.answers.open_texts import OpenTexts
    from bot.maintenance.maintenance import Maintenance
    from bot.storage.repository import Storage

    IndexSource = tuple[Callable[[], OpenTexts], Callable[[], object]]


@dataclass(frozen=True, slots=True)
class _Overrides:
    """Options that take precedence over the settings, also when those are reloaded."""

    index: Path | None
    models: ModelNames | None

    def choose(self, settings: Settings) -> tuple[Path, ModelNames | None]:
        """Return the index and the models to use."""
        return self.index or settings.index, self.models or settings.model


def run(
    index: options.Index = None,
    models: options.Models = None,
    shards: options.OwnShards = None,
    of: options.ShardCount = None,
) -> None:
    """Answer in Discord, until the process is told to end."""
    overrides = _Overrides(index, options.parse_models(models))
    settings = Settings()
    token = settings.secret_token()
    own_shards = parse_shards(
        settings.shards if shards is None else shards, settings.shard_count if of is None else of
    )
    with _exit_on_sigterm():
        _serve(settings, token, own_shards, overrides)


def _serve(
    settings: Settings, token: str, own_shards: Shards | None, overrides: _Overrides
) -> None:
    """Load the index, prepare the database, and serve Discord until the bot is stopped."""
    import structlog

    from bot.answers.answer_queue import AnswerQueue
    from bot.cogs import FEATURES
    from bot.cogs.health import HealthCog
    from bot.gateway import connection
    from bot.gateway.client import Bot
    from bot.maintenance.maintenance import Maintenance
    from bot.process import log_setup
    from bot.process.reload import SettingsReloader

    # load the index and prepare the database
    log_setup.hide_secret(token)
    index, models = overrides.choose(settings)
    open_live, mark = _make_source(index, models)
    queue = AnswerQueue(open_live, mark=mark)
    structlog.get_logger(__name__).debug("loading", index=str(index))
    queue.warm()
    storage = _prepare_storage(settings)
    connection.set_discord_addresses(settings)
    queue.watch()

    # serve Discord
    maintenance = Maintenance(index, settings.library, models, settings.maintainers)
    features = (*FEATURES, partial(HealthCog, port=settings.http_port))
    bot = Bot(features, queue, storage, maintenance=maintenance)
    turn_to = partial(_turn_to, queue, maintenance, overrides)
    try:
        connection.serve(bot, token, own_shards, SettingsReloader(settings, turn_to).reload)
    finally:
        queue.stop()


def _turn_to(
    queue: "AnswerQueue", maintenance: "Maintenance", overrides: _Overrides, settings: Settings
) -> bool:
    """Answer and build with reloaded settings; return False where their index does not open."""
    index, models = overrides.choose(settings)
    if not queue.switch_to(*_make_source(index, models)):
        return False
    maintenance.turn_to(index, settings.library, models, settings.maintainers)
    return True


def _make_source(index: Path, models: ModelNames | None) -> "IndexSource":
    """Return what opens the live editions of an index, and what shows that they have changed."""
    from bot.answers.opening import open_texts
    from embeddings.editions.library import Library

    return lambda: open_texts(index, models), Library(index).read_stamp


def _prepare_storage(settings: Settings) -> "Storage":
    """Return the storage, with its database at this version's schema."""
    from bot.process import log_setup
    from bot.storage.repository import Storage
    from bot.storage.schema import upgrade

    url = settings.secret_database_url()
    storage = Storage(url)
    if storage.password:
        log_setup.hide_secret(storage.password)
    asyncio.run(upgrade(url))
    return storage


@contextmanager
def _exit_on_sigterm() -> Iterator[None]:
    """Exit at SIGTERM even while loading: as a container's first process it would be ignored.

    SIGHUP is ignored meanwhile: settings and index are being read anyway.
    """
    # no exception: raised within an import, it might be caught or turned into another one
    before = signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    hangup_before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGHUP, hangup_before)
