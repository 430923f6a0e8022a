"""A page put where it is asked for: whole or not at all, and over no file of somebody else's."""

import secrets
from pathlib import Path

from embeddings.files import atomic
from embeddings.report.errors import OutputError

MARK = '<meta name="generator" content="concordance report">'
"""What every report has near its beginning, and is known by."""

_BEGINNING = 2048
_ELSEWHERE = "name another file with --output FILE.html"


def writable(path: Path, *, force: bool = False) -> Path:
    """Return the file that a report is to be written to; raise OutputError where none should be.

    An earlier report is replaced; another file only by force.
    """
    try:
        file = path.resolve()
        if not file.parent.is_dir():
            raise OutputError(path, "its folder is not there", f"make it, or {_ELSEWHERE}")
        if file.exists() and not file.is_file():
            raise OutputError(path, "is no file", _ELSEWHERE)
        if file.exists() and not force and not _is_report(file):
            raise OutputError(path, "is there and is no report", f"{_ELSEWHERE}, or --force it")
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links; a name that is none
        raise _unusable(path, error) from error
    return file


def _is_report(file: Path) -> bool:
    with file.open("rb") as opened:
        return MARK.encode() in opened.read(_BEGINNING)


def write(path: Path, page: str, *, force: bool = False) -> None:
    """Write a page beside where it is to be, and put it there at once."""
    file = writable(path, force=force)
    beside = file.with_name(f".unfinished-{secrets.token_hex(4)}")
    try:
        atomic.write(beside, page.encode())
        atomic.rename(beside, file)
    except OSError as error:
        raise _unusable(path, error) from error
    finally:
        beside.unlink(missing_ok=True)


def _unusable(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(path, f"cannot be written ({reason})", _ELSEWHERE)
