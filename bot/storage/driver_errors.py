"""What the errors of SQLite and PostgreSQL mean, each with its remedy."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from asyncpg import InterfaceError, PostgresError
from sqlalchemy.exc import SQLAlchemyError

from bot.storage.errors import SilentError, StorageError


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, what to do, and the beginnings of the codes that say so."""

    problem: str
    remedy: str
    codes: tuple[str, ...]


DAMAGED = "put its file aside, then restore a backup with `concordance db restore FILE`"
_ADDRESS = "look at CONCORDANCE_DATABASE_URL"
LOCKED = Problem(
    "is locked by another program",
    "wait until that one has finished, or end it",
    ("SQLITE_BUSY", "SQLITE_LOCKED", "55P03", "40P01"),
)
PROBLEMS = (
    LOCKED,
    Problem(
        "can only be read",
        "let the bot write the database, and with SQLite the folder that it is in",
        ("SQLITE_READONLY", "SQLITE_PERM", "25006", "42501"),
    ),
    Problem("is full", "free some space on its disk", ("SQLITE_FULL", "53100")),
    Problem(
        "cannot be opened",
        f"{_ADDRESS}, and whether its folder is there and may be written",
        ("SQLITE_CANTOPEN",),
    ),
    Problem(
        "is damaged",
        DAMAGED,
        ("SQLITE_CORRUPT", "SQLITE_NOTADB", "XX001", "XX002"),
    ),
    Problem("refuses the bot", f"{_ADDRESS}: its user, its password, its name", ("28", "3D000")),
    Problem("has no connection left", "let it take more, or run fewer programs on it", ("53300",)),
    Problem(
        "has another schema than this version", "run `concordance db check`", ("42P01", "42703")
    ),
    Problem("cannot use its disk", "look at the disk", ("SQLITE_IOERR", "58")),
)
_SILENT = Problem(
    SilentError.silence,
    SilentError.mend,
    ("08", "57P", "55000"),
)
_FAILED = (SQLAlchemyError, sqlite3.Error, PostgresError, InterfaceError, OSError)
_OTHER = "run `concordance db check`"


@contextmanager
def told() -> Iterator[None]:
    """Turn what a database refuses, or its silence, into a StorageError."""
    try:
        yield
    except _FAILED as error:
        code = code_of(error)
        for known in (*PROBLEMS, _SILENT):
            if code.startswith(known.codes):
                raise StorageError(known.problem, known.remedy) from error
        if code:
            raise StorageError(f"refuses what is asked of it ({code})", _OTHER) from error
        raise SilentError from error


def code_of(error: BaseException | None) -> str:
    """Return the code that an error or its cause carries, an empty string where none does."""
    while error is not None:
        for name in ("sqlite_errorname", "sqlstate"):
            if code := getattr(error, name, None):
                return str(code)
        error = getattr(error, "orig", None) or error.__cause__
    return ""
