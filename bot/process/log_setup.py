"""Structured logs: an object a line, never with the token, a question or its answer."""

import logging
import re
import sys
import traceback

import structlog
from structlog.typing import EventDict, Processor

_HIDDEN = "[hidden]"
_TOKENS = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.~-]+")
_secrets: set[str] = set()


def hide(secret: str) -> None:
    """Keep a secret out of every line from now on."""
    _secrets.add(secret)


def configure(level: str) -> None:
    """Send the logs of the process to standard error: ours from a level on, others’ warnings.

    Whatever the level, discord.py never gets to say more: its DEBUG lines hold whole messages.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _frames,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_formatter(shared))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    listen(level)


def listen(level: str) -> None:
    """Write our own lines from a level on."""
    for ours in ("bot", "embeddings"):
        logging.getLogger(ours).setLevel(level.upper())


def _formatter(shared: list[Processor]) -> logging.Formatter:
    terminal = sys.stderr.isatty()
    last: Processor = (
        structlog.dev.ConsoleRenderer() if terminal else structlog.processors.JSONRenderer()
    )

    meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[meta, _hidden, last]
    )


def _hidden(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Take secrets, and the tokens of webhooks and interactions, out of an event."""
    return {key: _without(value) for key, value in event.items()}


def _without(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_without(one) for one in value]
    text = _TOKENS.sub(rf"\1{_HIDDEN}", str(value))
    for secret in _secrets:
        text = text.replace(secret, _HIDDEN)
    return text


def _frames(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Put an exception's kind and places into an event; its words may be a member's."""
    told = event.pop("exc_info", None)
    if told is True:
        told = sys.exc_info()
    if isinstance(told, BaseException):
        told = (type(told), told, told.__traceback__)
    if isinstance(told, tuple) and told[1] is not None:
        event["exception"] = [_kind(told[1]), *_places(told[1])]
    return event


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _places(error: BaseException) -> list[str]:
    """Return where an exception came through, the last place first; then what caused it."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    places = [f"{frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
    cause = error.__cause__ or error.__context__
    return [*places, f"from {_kind(cause)}", *_places(cause)] if cause else places
