"""An error in one sentence for the operator: what is wrong, and what to do about it."""

import errno
import os
from pathlib import Path

import typer
from pydantic import ValidationError

from bot.errors import BotError
from bot.formatting.control_characters import strip_control_characters
from bot.settings import NOT_UTF8, describe_problem
from embeddings.errors import EmbeddingsError

_OTHER_FOLDER = "name another folder with --index DIR"
_UNREADABLE = f"cannot be read; let whoever runs the program read it, or {_OTHER_FOLDER}"
_UNWRITABLE = f"cannot be written to; {_OTHER_FOLDER}"
_REMEDIES = {
    errno.ENOENT: "is not there any more; run `concordance build`",
    errno.ENOSPC: "there is no space left; free some, the index in use is untouched",
    errno.EROFS: _UNWRITABLE,
    errno.ENOTDIR: f"is no folder; {_OTHER_FOLDER}",
    errno.EEXIST: f"is no folder; {_OTHER_FOLDER}",
}

EXPLAINED_ERRORS = (
    typer.TyperException,
    ValidationError,
    OSError,
    UnicodeError,
    BotError,
    EmbeddingsError,
)
"""Errors that are explained in a sentence; every other error is a defect."""


def explain_error(error: Exception) -> str:
    """Return an error's explanation, on one line; a name in it never controls a terminal."""
    return " ".join(strip_control_characters(_describe(error)).split())


def _describe(error: Exception) -> str:
    if isinstance(error, typer.TyperException):
        return _describe_usage(error)
    if isinstance(error, ValidationError):
        return describe_problem(error)
    if isinstance(error, OSError):
        return f"{error.filename or 'the disk'}: {_describe_file_error(error)}"
    if isinstance(error, UnicodeError):
        return NOT_UTF8
    return str(error)


def _describe_file_error(error: OSError) -> str:
    if error.errno not in {errno.EACCES, errno.EPERM}:
        return _REMEDIES.get(error.errno or 0, error.strerror or str(error))
    return _UNWRITABLE if _may_read(Path(os.fsdecode(error.filename or "."))) else _UNREADABLE


def _may_read(path: Path) -> bool:
    """Return whether this process may read a path, or what there is of it: its nearest folder."""
    there = next((place for place in (path, *path.parents) if os.path.lexists(place)), path)
    right = os.R_OK | os.X_OK if os.path.isdir(there) else os.R_OK  # noqa: PTH112 - it never raises
    return os.access(there, right, effective_ids=os.access in os.supports_effective_ids)


def _describe_usage(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, and where its words are explained."""
    message = str(getattr(error, "format_message", error.__str__)())
    context = getattr(error, "ctx", None)
    if isinstance(error, typer.BadParameter):
        # one of our own names its option itself, or none
        return message if error.param or error.param_hint else error.message
    return f"{message.rstrip('.')}. See `{context.command_path} --help`." if context else message
