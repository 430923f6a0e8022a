"""Settings as a file: written for other servers and for safety, read with all that may be wrong.

`python -m bot.servers.settings_file` writes the schema that files are held against.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from bot.servers.errors import (
    FOREIGN_CHANNEL,
    FOREIGN_ROLE,
    FOREIGN_TEXT,
    BadSettingsError,
    NoJsonError,
    OtherFormatError,
    Problem,
    TooLargeFileError,
    refusal,
    shortened,
)
from bot.servers.settings import FORMAT, ServerSettings
from bot.servers.settings_text import Known

LARGEST = 1024 * 1024
"""Bytes of a file: the largest settings there can be take half of it."""

SCHEMA = Path("docs/settings.schema.json")


class Exported(BaseModel):
    """The settings of a server, as the panel exports them and `/settings` imports."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Settings of Concordance")

    format: Literal[1]
    settings: ServerSettings


def schema() -> str:
    """Return the JSON schema of the files."""
    return f"{json.dumps(Exported.model_json_schema(), indent=2, ensure_ascii=False)}\n"


def exported(settings: ServerSettings) -> str:
    """Return settings as a file."""
    return f"{Exported(format=FORMAT, settings=settings).model_dump_json(indent=2)}\n"


def check_size(size: int) -> None:
    """Raise TooLargeFileError for more bytes than settings can have."""
    if size > LARGEST:
        raise TooLargeFileError(size, LARGEST)


def imported(file: bytes, known: Known, present: ServerSettings) -> ServerSettings:
    """Return the settings that a file holds.

    Raises TooLargeFileError, NoJsonError, OtherFormatError or BadSettingsError. What is deleted
    by now and still in the present settings may stand in the file as well.
    """
    check_size(len(file))
    file = file.removeprefix(BOM_UTF8)
    _hold_format(file)
    try:
        settings = Exported.model_validate_json(file, strict=True).settings
    except ValidationError as error:
        raise refusal(error) from error
    hold_known(settings, known, present, "settings.")
    return settings


def hold_known(
    settings: ServerSettings, known: Known, present: ServerSettings, within: str = ""
) -> None:
    """Raise BadSettingsError for channels and roles that are not of this server.

    What is deleted by now and still in the present settings may stay.
    """
    if foreign := [*_foreign(settings, known, present, within)]:
        raise BadSettingsError(foreign)


def _hold_format(file: bytes) -> None:
    """Raise an error where a file is not JSON, or not of this format."""
    try:
        read = from_json(file, allow_inf_nan=False)
    except ValueError as error:
        raise NoJsonError(shortened(str(error))) from error
    if not isinstance(read, dict) or "format" not in read:
        raise NoJsonError("format")
    if type(read["format"]) is not int or read["format"] != FORMAT:
        raise OtherFormatError(shortened(str(read["format"])), FORMAT)


def _foreign(
    settings: ServerSettings, known: Known, present: ServerSettings, within: str
) -> Iterator[Problem]:
    """Yield the channels and roles that are not of this server."""
    channels = {channel for _, channel in _channels(present)}
    roles = {role for _, role in _roles(present)}
    for place, number in _channels(settings):
        if known.channels is not None and number not in known.channels and number not in channels:
            yield Problem(f"{within}{place}", FOREIGN_CHANNEL, {"number": number})
    for place, number in _roles(settings):
        if known.roles is not None and number not in known.roles and number not in roles:
            yield Problem(f"{within}{place}", FOREIGN_ROLE, {"number": number})
    texts = {key for _, key in _texts(present)}
    for place, key in _texts(settings):
        if known.documents is not None and key not in known.documents and key not in texts:
            yield Problem(f"{within}{place}", FOREIGN_TEXT, {"number": shortened(key)})


def _channels(settings: ServerSettings) -> Iterator[tuple[str, int]]:
    yield from (("channels.chosen", channel) for channel in settings.channels.chosen)
    yield from (("overrides", channel) for channel in settings.overrides)
    if settings.reports is not None:
        yield "reports", settings.reports
    if settings.daily is not None:
        yield "daily.channel", settings.daily.channel


def _texts(settings: ServerSettings) -> Iterator[tuple[str, str]]:
    yield from (("documents", key) for key in settings.documents)
    for channel, override in settings.overrides.items():
        yield from ((f"overrides.{channel}.documents", key) for key in override.documents or ())


def _roles(settings: ServerSettings) -> Iterator[tuple[str, int]]:
    yield from (("asking", role) for role in settings.asking)
    yield from (("managing", role) for role in settings.managing)


if __name__ == "__main__":
    SCHEMA.write_text(schema(), "utf-8")
