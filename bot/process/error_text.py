"""What the process says of an error, in one sentence: what is wrong, and what mends it."""

import errno

import typer
from pydantic import ValidationError

from bot.errors import BotError
from bot.settings import NOT_UTF8, problem
from embeddings.errors import EmbeddingsError

_ELSEWHERE = "name another folder with --index DIR"
_REMEDIES = {
    errno.ENOENT: "is not there any more; run `concordance build`",
    errno.ENOSPC: "there is no space left; free some, the index in use is untouched",
    errno.EROFS: f"cannot be written to; {_ELSEWHERE}",
    errno.EACCES: f"cannot be written to; {_ELSEWHERE}",
    errno.ENOTDIR: f"is no folder; {_ELSEWHERE}",
    errno.EEXIST: f"is no folder; {_ELSEWHERE}",
}

TOLD = (typer.TyperException, ValidationError, OSError, UnicodeError, BotError, EmbeddingsError)
"""What is told in a sentence; all else is a defect."""


def sentence(error: Exception) -> str:
    """Return what an error tells the reader, on one line."""
    return " ".join(_words(error).split())


def _words(error: Exception) -> str:
    if isinstance(error, typer.TyperException):
        return str(getattr(error, "format_message", error.__str__)())
    if isinstance(error, ValidationError):
        return problem(error)
    if isinstance(error, OSError):
        what = _REMEDIES.get(error.errno or 0, error.strerror or str(error))
        return f"{error.filename or 'the disk'}: {what}"
    if isinstance(error, UnicodeError):
        return NOT_UTF8
    return str(error)
