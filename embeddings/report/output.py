"""Writing a report: whole or not at all, and over no file that is not a report."""

import secrets
from pathlib import Path

from embeddings.errors import EmbeddingsError
from embeddings.files import atomic


class OutputError(EmbeddingsError):
    """The report cannot be written to this path, or should not be."""

    def __init__(self, path: Path, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {problem}; {remedy}")
        self.path, self.problem, self.remedy = path, problem, remedy


REPORT_TAG = '<meta name="generator" content="concordance report">'
"""The tag near the beginning of every report by which it is recognized."""

_MAX_TAG_OFFSET = 2048
"""Bytes at the beginning of a file that are searched for the tag."""

_ELSEWHERE = "name another file with --output FILE.html"


def resolve_output(path: Path, *, force: bool = False) -> Path:
    """Return the resolved path to write a report to, or raise OutputError.

    An earlier report may be replaced; any other file only with `force`.
    """
    try:
        file = path.resolve()
        if not file.parent.is_dir():
            raise OutputError(path, "its folder is not there", f"make it, or {_ELSEWHERE}")
        if file.exists() and not file.is_file():
            raise OutputError(path, "is no file", _ELSEWHERE)
        if file.exists() and not force and not _is_report(file):
            raise OutputError(path, "is there and is no report", f"{_ELSEWHERE}, or --force it")
    except (OSError, RuntimeError, ValueError) as error:  # such as a loop of links, or a null byte
        raise _cannot_write(path, error) from error
    return file


def _is_report(path: Path) -> bool:
    with path.open("rb") as file:
        return REPORT_TAG.encode() in file.read(_MAX_TAG_OFFSET)


def write_report(path: Path, page: str, *, force: bool = False) -> None:
    """Write a page to a temporary file beside its path, and then move it there."""
    file = resolve_output(path, force=force)
    unfinished = file.with_name(f".unfinished-{secrets.token_hex(4)}")
    try:
        atomic.write(unfinished, page.encode())
        atomic.rename(unfinished, file)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _cannot_write(path: Path, error: Exception) -> OutputError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutputError(path, f"cannot be written ({reason})", _ELSEWHERE)
