"""Settings of the process, from the environment and one file."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, UrlConstraints, ValidationError, field_validator
from pydantic.networks import AnyUrl
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import DatabaseFileError, NoTokenError, TokenFileError, TwoDatabasesError

NOT_UTF8 = "the file .env is not UTF-8; save it as UTF-8"

LIBRARY = Path("data/library.toml")
INDEX = Path("data/index")
DATABASE = "sqlite:///data/concordance.db"

_USER = re.compile(r"[1-9]\d{14,19}")
_DATABASES = re.compile(r"sqlite:///.|(postgres|postgresql)://.")
_EXPECTED = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE is expected"

Socket = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"])]
LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """What the process is told by CONCORDANCE_… variables or by the file `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="CONCORDANCE_",
        env_file=".env",
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    index: Path = INDEX
    library: Path = LIBRARY
    model: str | None = Field(default=None, min_length=1)
    database_url: SecretStr | None = None
    database_url_file: Path | None = None
    http_port: int | None = Field(default=None, ge=0, le=65535)
    maintainers: Annotated[frozenset[int], NoDecode] = frozenset()
    token: SecretStr | None = None
    token_file: Path | None = None
    discord_api: AnyHttpUrl | None = None
    discord_gateway: Socket | None = None
    log_level: LogLevel = "info"
    shards: str | None = None
    shard_count: int | None = None

    @field_validator("discord_api", "discord_gateway")
    @classmethod
    def _without_a_password(cls, address: AnyUrl | None) -> AnyUrl | None:
        if address is not None and (address.username or address.password):
            raise PydanticCustomError("password", "an address with a password is not used here")
        return address

    @field_validator("database_url")
    @classmethod
    def _of_a_known_kind(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _DATABASES.match(url.get_secret_value()):
            raise PydanticCustomError("database", _EXPECTED)
        return url

    def secret_database_url(self) -> str:
        """Return where settings are kept, a file unless told; the address may hold a password.

        Raises TwoDatabasesError or DatabaseFileError where there is no one address.
        """
        if self.database_url is not None and self.database_url_file is not None:
            raise TwoDatabasesError
        if self.database_url_file is None:
            return DATABASE if self.database_url is None else self.database_url.get_secret_value()
        url = _read(self.database_url_file, DatabaseFileError).strip()
        if not _DATABASES.match(url) or len(url.split()) != 1:
            raise DatabaseFileError(self.database_url_file, f"holds no address: {_EXPECTED}")
        return url

    @field_validator("maintainers", mode="before")
    @classmethod
    def _of_ids(cls, listed: object) -> object:
        return frozenset(_ids(listed)) if isinstance(listed, str) else listed

    def secret_token(self) -> str:
        """Return the bot's token; raise NoTokenError or TokenFileError where there is none."""
        if self.token is not None and self.token_file is not None:
            raise NoTokenError("both CONCORDANCE_TOKEN and CONCORDANCE_TOKEN_FILE are set")
        if self.token is not None:
            return _token(
                self.token.get_secret_value(), NoTokenError("CONCORDANCE_TOKEN holds no token")
            )
        if self.token_file is None:
            raise NoTokenError("there is no token")
        read = _read(self.token_file, TokenFileError)
        return _token(read, TokenFileError(self.token_file, "holds no token"))


def _ids(listed: str) -> Iterator[int]:
    """Yield the ids of users, one behind another with commas between them."""
    for word in filter(None, map(str.strip, listed.split(","))):
        if not _USER.fullmatch(word):
            told = (
                "{word!r} is no Discord user's id; give ids with commas between them, such as "
                "123456789012345678 (Copy User ID in Discord's developer mode)"
            )
            raise PydanticCustomError("user", told.format(word=word[:40]))
        yield int(word)


def _read(file: Path, refused: type[TokenFileError | DatabaseFileError]) -> str:
    """Return what a file of a secret holds; raise what it is refused with."""
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        problem = getattr(error, "strerror", None) or "is not text"
        raise refused(file, f"cannot be read ({problem})") from error


def problem(error: ValidationError) -> str:
    """Return what is wrong with a setting, in one sentence."""
    detail = error.errors()[0]
    return f"CONCORDANCE_{str(detail['loc'][0]).upper()}: {detail['msg']}"


def _token(read: str, otherwise: NoTokenError | TokenFileError) -> str:
    """Return a token without the white space around it; a header can carry nothing else."""
    token = read.strip()
    if not token or not token.isascii() or any(c.isspace() for c in token):
        raise otherwise
    return token
