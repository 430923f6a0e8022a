"""The settings of the process, from the environment and the file `.env`."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AnyHttpUrl, Field, SecretStr, UrlConstraints, ValidationError, field_validator
from pydantic.networks import AnyUrl
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import DatabaseFileError, NoTokenError, TokenFileError, TwoDatabasesError
from embeddings.models.names import ModelNames, parse_names

NOT_UTF8 = "the file .env is not UTF-8; save it as UTF-8"

DEFAULT_LIBRARY = Path("data/library.toml")
DEFAULT_INDEX = Path("data/index")
DEFAULT_DATABASE = "sqlite:///data/concordance.db"

_USER_ID = re.compile(r"[1-9]\d{14,19}")
_DATABASE_URL = re.compile(r"sqlite:///.|(postgres|postgresql)://.")
_EXPECTED = "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE is expected"

WebSocketUrl = Annotated[AnyUrl, UrlConstraints(allowed_schemes=["ws", "wss"])]
LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """The settings, each a variable CONCORDANCE_… of the environment or of the file `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="CONCORDANCE_",
        env_file=".env",
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    index: Path = DEFAULT_INDEX
    library: Path = DEFAULT_LIBRARY
    model: Annotated[ModelNames | None, NoDecode] = None
    database_url: SecretStr | None = None
    database_url_file: Path | None = None
    http_port: int | None = Field(default=None, ge=0, le=65535)
    maintainers: Annotated[frozenset[int], NoDecode] = frozenset()
    token: SecretStr | None = None
    token_file: Path | None = None
    discord_api: AnyHttpUrl | None = None
    discord_gateway: WebSocketUrl | None = None
    log_level: LogLevel = "info"
    shards: str | None = None
    shard_count: int | None = None

    @field_validator("discord_api", "discord_gateway")
    @classmethod
    def _refuse_password(cls, address: AnyUrl | None) -> AnyUrl | None:
        if address is not None and (address.username or address.password):
            raise PydanticCustomError("password", "an address with a password is not used here")
        return address

    @field_validator("database_url")
    @classmethod
    def _refuse_unknown_database(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None and not _DATABASE_URL.match(url.get_secret_value()):
            raise PydanticCustomError("database", _EXPECTED)
        return url

    def secret_database_url(self) -> str:
        """Return the address of the database, by default a file; it may contain a password.

        Raises TwoDatabasesError where it is set twice, DatabaseFileError where the file is bad.
        """
        if self.database_url is not None and self.database_url_file is not None:
            raise TwoDatabasesError
        if self.database_url_file is None:
            return (
                DEFAULT_DATABASE
                if self.database_url is None
                else self.database_url.get_secret_value()
            )
        url = _read_secret(self.database_url_file, DatabaseFileError).strip()
        if not _DATABASE_URL.match(url) or len(url.split()) != 1:
            raise DatabaseFileError(self.database_url_file, f"holds no address: {_EXPECTED}")
        return url

    @field_validator("model", mode="before")
    @classmethod
    def _split_models(cls, value: object) -> object:
        return _parse_models(value) if isinstance(value, str) else value

    @field_validator("maintainers", mode="before")
    @classmethod
    def _split_maintainers(cls, value: object) -> object:
        return frozenset(_parse_ids(value)) if isinstance(value, str) else value

    def secret_token(self) -> str:
        """Return the bot's token; raise NoTokenError or TokenFileError where there is none."""
        if self.token is not None and self.token_file is not None:
            raise NoTokenError("both CONCORDANCE_TOKEN and CONCORDANCE_TOKEN_FILE are set")
        if self.token is not None:
            return _clean_token(
                self.token.get_secret_value(), NoTokenError("CONCORDANCE_TOKEN holds no token")
            )
        if self.token_file is None:
            raise NoTokenError("there is no token")
        content = _read_secret(self.token_file, TokenFileError)
        return _clean_token(content, TokenFileError(self.token_file, "holds no token"))


def _parse_models(value: str) -> ModelNames:
    try:
        return parse_names(value)
    except ValueError as error:
        raise PydanticCustomError("models", str(error)) from error


def _parse_ids(value: str) -> Iterator[int]:
    """Yield the ids of users from a list with commas."""
    for word in filter(None, map(str.strip, value.split(","))):
        if not _USER_ID.fullmatch(word):
            message = (
                "{word!r} is no Discord user's id; give ids with commas between them, such as "
                "123456789012345678 (Copy User ID in Discord's developer mode)"
            )
            raise PydanticCustomError("user", message.format(word=word[:40]))
        yield int(word)


def _read_secret(file: Path, error_type: type[TokenFileError | DatabaseFileError]) -> str:
    """Return the content of a file with a secret; raise `error_type` where it cannot be read."""
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeError) as error:
        problem = getattr(error, "strerror", None) or "is not text"
        raise error_type(file, f"cannot be read ({problem})") from error


def describe_problem(error: ValidationError) -> str:
    """Return the first problem with the settings, in one sentence."""
    details = error.errors()[0]
    return f"CONCORDANCE_{str(details['loc'][0]).upper()}: {details['msg']}"


def _clean_token(content: str, error: NoTokenError | TokenFileError) -> str:
    """Return a token without surrounding white space; raise `error` if no header can carry it."""
    token = content.strip()
    if not token or not token.isascii() or any(c.isspace() for c in token):
        raise error
    return token
