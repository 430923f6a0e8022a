"""Work that the bot does by itself, beside the questions; where it breaks off, the log says so."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


def start(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start work that nobody waits for."""
    task = asyncio.create_task(work)
    task.add_done_callback(_ended)
    return task


def _ended(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.error("defect", exc_info=error, remedy="start the bot anew, and report this line")
