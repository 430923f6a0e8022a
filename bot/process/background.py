"""Tasks that nobody awaits; one that fails is logged."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


def start_in_background(work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
    """Start a task in the background."""
    task = asyncio.create_task(work)
    task.add_done_callback(_log_failure)
    return task


def _log_failure(task: asyncio.Task[None]) -> None:
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _log.error("defect", exc_info=error, remedy="start the bot anew, and report this line")
