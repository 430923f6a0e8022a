"""The meaning of errors of SQLite and PostgreSQL, each with its remedy."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from asyncpg import InterfaceError, PostgresError
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.errors import SilentError, StorageError


@dataclass(frozen=True, slots=True)
class DriverProblem:
    """What is wrong, what to do, and the prefixes of the error codes that say so."""

    problem: str
    remedy: str
    codes: tuple[str, ...]


DAMAGE_REMEDY = "put its file aside, then restore a backup with `concordance db restore FILE`"
_ADDRESS = "look at CONCORDANCE_DATABASE_URL"
LOCKED = DriverProblem(
    "is locked by another program",
    "wait until that one has finished, or end it",
    ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01"),
)
PROBLEMS = (
    LOCKED,
    DriverProblem(
        "can only be read",
        "let the bot write the database, and with SQLite the folder that it is in",
        ("SQLITE_READONLY", "SQLITE_PERM", "25006", "42501"),
    ),
    DriverProblem("is full", "free some space on its disk", ("SQLITE_FULL", "53100")),
    DriverProblem(
        "cannot be opened",
        f"{_ADDRESS}, and whether its folder is there and may be written",
        ("SQLITE_CANTOPEN",),
    ),
    DriverProblem(
        "is damaged",
        DAMAGE_REMEDY,
        ("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"),
    ),
    DriverProblem(
        "refuses the bot", f"{_ADDRESS}: its user, its password, its name", ("28", "3D000")
    ),
    DriverProblem(
        "has no connection left", "let it take more, or run fewer programs on it", ("53300",)
    ),
    DriverProblem(
        "has another schema than this version", "run `concordance db check`", ("42P01", "42703")
    ),
    DriverProblem("cannot use its disk", "look at the disk", ("SQLITE_IOERR", "58")),
)
_SILENT = DriverProblem(
    SilentError.silence,
    SilentError.silence_remedy,
    ("08", "57P", "55000"),
)
_FILE_CODES = {
    errno.EACCES: "SQLITE_READONLY",
    errno.EPERM: "SQLITE_READONLY",
    errno.EROFS: "SQLITE_READONLY",
    errno.ENOSPC: "SQLITE_FULL",
    errno.EDQUOT: "SQLITE_FULL",
    errno.EIO: "SQLITE_IOERR",
}
"""The codes by which SQLite would tell of what keeps a file from being made."""

_DRIVER_ERRORS = (SQLAlchemyError, sqlite3.Error, PostgresError, InterfaceError, OSError)
_OTHER_REMEDY = "run `concordance db check`"


@contextmanager
def translate_file_errors() -> Iterator[None]:
    """Turn what keeps the files of a SQLite database from being made into a StorageError."""
    try:
        yield
    except OSError as error:
        code = _FILE_CODES.get(error.errno or 0, "SQLITE_CANTOPEN")
        meaning = next(meaning for meaning in PROBLEMS if code.startswith(meaning.codes))
        raise StorageError(meaning.problem, meaning.remedy) from error


@contextmanager
def translate_errors() -> Iterator[None]:
    """Turn a driver's errors, or a database's silence, into a StorageError."""
    try:
        yield
    except _DRIVER_ERRORS as error:
        code = find_code(error)
        for meaning in (*PROBLEMS, _SILENT):
            if code.startswith(meaning.codes):
                raise StorageError(meaning.problem, meaning.remedy) from error
        if code:
            raise StorageError(f"refuses what is asked of it ({code})", _OTHER_REMEDY) from error
        raise SilentError from error


def find_code(error: BaseException | None) -> str:
    """Return the code of an error or of its cause, or an empty string where there is none."""
    while error is not None:
        for name in ("sqlite_errorname", "sqlstate"):
            if code := getattr(error, name, None):
                return str(code)
        error = getattr(error, "orig", None) or error.__cause__
    return ""
