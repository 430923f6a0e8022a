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
_REMEDIES = {
    errno.ENOENT: "is not there any more; run `concordance build`",
    errno.ENOSPC: "there is no space left; free some, the index in use is untouched",
    errno.EROFS: f"cannot be written to; {_OTHER_FOLDER}",
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
        problem = _REMEDIES.get(error.errno or 0, error.strerror or str(error))
        if error.errno == errno.EACCES and error.filename is not None:
            doing = "read" if _is_closed(Path(os.fsdecode(error.filename))) else "written to"
            problem = f"cannot be {doing}; give whoever runs this the right, or {_OTHER_FOLDER}"
        return f"{error.filename or 'the disk'}: {problem}"
    if isinstance(error, UnicodeError):
        return NOT_UTF8
    return str(error)


def _is_closed(path: Path) -> bool:
    """Say whether a file or folder may not even be read, or cannot be reached."""
    if os.access(path, os.F_OK):
        return not os.access(path, os.R_OK)
    return not os.access(path.parent, os.R_OK | os.X_OK)


def _describe_usage(error: typer.TyperException) -> str:
    """Return what is wrong with a command line, and where its words are explained."""
    message = str(getattr(error, "format_message", error.__str__)())
    context = getattr(error, "ctx", None)
    if isinstance(error, typer.BadParameter):
        # one of our own names its option itself, or none
        return message if error.param or error.param_hint else error.message
    return f"{message.rstrip('.')}. See `{context.command_path} --help`." if context else message
