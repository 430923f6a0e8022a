"""Structured logs, a JSON object a line, without the token, a question or an answer."""

import logging
import re
import sys
import traceback

import structlog
from structlog.typing import EventDict, Processor

from bot.formatting.control_characters import strip_each_line

_HIDDEN = "[hidden]"
_TOKENS = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.~-]+")
_secrets: set[str] = set()


def hide_secret(secret: str) -> None:
    """Keep a secret out of every line from now on."""
    _secrets.add(secret)


def configure(level: str) -> None:
    """Log to standard error: our own events from a level on, other libraries' warnings.

    discord.py never logs more than warnings: its debug lines contain whole messages.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _format_exception,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_make_formatter(shared))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.captureWarnings(capture=True)
    set_level(level)


def set_level(level: str) -> None:
    """Log our own events from a level on."""
    for package in ("bot", "embeddings"):
        logging.getLogger(package).setLevel(level.upper())


def _make_formatter(shared: list[Processor]) -> logging.Formatter:
    renderer: Processor = (
        structlog.dev.ConsoleRenderer()
        if sys.stderr.isatty()
        else structlog.processors.JSONRenderer()
    )
    remove_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared, processors=[remove_meta, _redact_event, renderer]
    )


def _redact_event(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Remove secrets, and the tokens of webhooks and interactions, from an event."""
    return {key: _redact(value) for key, value in event.items()}


def _redact(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, list):
        return [_redact(item) for item in value]
    text = _TOKENS.sub(rf"\1{_HIDDEN}", str(value))
    for secret in _secrets:
        text = text.replace(secret, _HIDDEN)
    return strip_each_line(text)


def _format_exception(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Log an exception's type and frames without its message, which may quote a member."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    if isinstance(info, tuple) and info[1] is not None:
        event["exception"] = [_name_type(info[1]), *_list_frames(info[1])]
    return event


def _name_type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _list_frames(error: BaseException) -> list[str]:
    """Return the frames that an exception passed, innermost first, then those of its cause."""
    frames = [
        f"{frame.filename}:{frame.lineno} in {frame.name}"
        for frame in reversed(traceback.extract_tb(error.__traceback__))
    ]
    cause = error.__cause__ or error.__context__
    return [*frames, f"from {_name_type(cause)}", *_list_frames(cause)] if cause else frames
