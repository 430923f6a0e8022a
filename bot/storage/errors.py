"""Errors of the database, each with its remedy, and those that a moderator is told of."""

from pathlib import Path

from bot.errors import BotError, UserError
from bot.i18n.translations import later


class StorageError(BotError):
    """The database cannot be used now."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"the database {problem}; {remedy}")
        self.problem, self.remedy = problem, remedy


class AddressError(StorageError):
    """The address of the database cannot be used."""

    def __init__(self, problem: str) -> None:
        super().__init__(
            problem,
            "CONCORDANCE_DATABASE_URL is sqlite:///FILE or "
            "postgresql://USER:PASSWORD@HOST/DATABASE",
        )


class EmptyFileError(StorageError):
    """The file of a SQLite database holds nothing, which no database of the bot's ever did."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"is an empty file ({file}), so what it held is lost",
            "put a backup into it with `concordance db restore FILE`, or remove it to begin anew",
        )
        self.file = file


class SilentError(StorageError):
    """The database does not answer, or not in time."""

    silence = "does not answer"
    silence_remedy = "start it, or look at the network and at CONCORDANCE_DATABASE_URL"

    def __init__(self) -> None:
        super().__init__(self.silence, self.silence_remedy)


class SchemaError(StorageError):
    """The database's schema is not that of this version."""

    def __init__(self, current: str | None, required: str, remedy: str) -> None:
        schema = "no schema yet" if current is None else f"schema {current}"
        problem = f"has {schema}, and this version needs {required}"
        super().__init__(problem, remedy)
        self.current, self.required = current, required


class NotEmptyError(StorageError):
    """The database already holds something that a backup would replace."""

    def __init__(self) -> None:
        super().__init__(
            "keeps settings already",
            "make a backup of it first, then say --replace to put the other in its place",
        )


class BackupError(BotError):
    """A backup file cannot be written or restored."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__(f"{file}: {problem}; name another file")
        self.file, self.problem = file, problem


class OwnProgramsError(StorageError):
    """PostgreSQL is backed up and restored by programs of its own."""

    def __init__(self, command: str) -> None:
        super().__init__("is PostgreSQL, which has its own programs for that", f"run `{command}`")
        self.command = command


class ConflictError(UserError):
    """Somebody else changed a setting since a moderator looked at it."""

    def __init__(self, field: str, by: int) -> None:
        super().__init__(
            later(
                "Somebody else has changed this setting since you looked at it. "
                "Nothing was changed; look at it again."
            )
        )
        self.field, self.by = field, by
        """What was changed, and by whom, as the panel shows it."""


class NothingToUndoError(UserError):
    """There is no change left to take back."""

    words = later("There is no change to take back.")
