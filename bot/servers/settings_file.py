"""Settings as a file, exported for another server or as a backup, and imported with checks.

`python -m bot.servers.settings_file` writes the JSON schema of the files.
"""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import from_json

from bot.servers.errors import (
    FOREIGN_CHANNEL,
    FOREIGN_ROLE,
    FOREIGN_TEXT,
    BadSettingsError,
    NoJsonError,
    NotExportedError,
    OtherFormatError,
    SettingProblem,
    TooLargeFileError,
    explain_invalid_settings,
    shorten,
)
from bot.servers.settings import FORMAT, ServerSettings
from bot.servers.settings_text import ServerInventory

MAX_SETTINGS_FILE_BYTES = 1024 * 1024
"""Bytes of a file; the largest possible settings take half of that."""

SCHEMA = Path("docs/settings.schema.json")


Named = Iterator[tuple[str, int | str]]
"""The paths of settings, each with the id of a channel or role, or the key of a text."""


class SettingsFile(BaseModel):
    """The settings of a server, as the panel exports them and `/settings` imports."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Settings of Concordance")

    format: Literal[1]
    settings: ServerSettings


def make_schema() -> str:
    """Return the JSON schema of the files."""
    return f"{json.dumps(SettingsFile.model_json_schema(), indent=2, ensure_ascii=False)}\n"


def export_settings(settings: ServerSettings) -> str:
    """Return the content of a file with these settings."""
    return f"{SettingsFile(format=FORMAT, settings=settings).model_dump_json(indent=2)}\n"


def check_size(size: int) -> None:
    """Raise TooLargeFileError for a file that is larger than settings can be."""
    if size > MAX_SETTINGS_FILE_BYTES:
        raise TooLargeFileError(size, MAX_SETTINGS_FILE_BYTES)


def import_settings(file: bytes, known: ServerInventory, present: ServerSettings) -> ServerSettings:
    """Return the settings in a file.

    Raises TooLargeFileError, NoJsonError, NotExportedError, OtherFormatError or
    BadSettingsError. Channels, roles and texts that are gone are accepted where the present
    settings have them too.
    """
    check_size(len(file))
    file = file.removeprefix(BOM_UTF8)
    _check_format(file)
    try:
        settings = SettingsFile.model_validate_json(file, strict=True).settings
    except ValidationError as error:
        raise explain_invalid_settings(error) from error
    check_known(settings, known, present, "settings.")
    return settings


def check_known(
    settings: ServerSettings, known: ServerInventory, present: ServerSettings, within: str = ""
) -> None:
    """Raise BadSettingsError for channels, roles and texts that this server does not have.

    Those that are gone are accepted where the present settings have them too. `within` is the
    path of the settings in the file.
    """
    if foreign := [*_find_foreign(settings, known, present, within)]:
        raise BadSettingsError(foreign)


def _check_format(file: bytes) -> None:
    """Raise an error for a file that is no JSON, no export, or an export of another format."""
    try:
        content = from_json(file, allow_inf_nan=False)
    except ValueError as error:
        raise NoJsonError(shorten(str(error))) from error
    if not isinstance(content, dict) or "format" not in content:
        raise NotExportedError
    if type(content["format"]) is not int or content["format"] != FORMAT:
        raise OtherFormatError(shorten(str(content["format"])), FORMAT)


def _find_foreign(
    settings: ServerSettings, known: ServerInventory, present: ServerSettings, within: str
) -> Iterator[SettingProblem]:
    """Yield the channels, roles and texts that this server does not have."""
    checks: tuple[tuple[Callable[[ServerSettings], Named], Container[Any] | None, str], ...] = (
        (_list_channels, known.channels, FOREIGN_CHANNEL),
        (_list_roles, known.roles, FOREIGN_ROLE),
        (_list_texts, known.documents, FOREIGN_TEXT),
    )
    for list_named, existing, message in checks:
        if existing is None:
            continue
        accepted = {named for _, named in list_named(present)}
        for place, named in list_named(settings):
            if named not in existing and named not in accepted:
                number = shorten(named) if isinstance(named, str) else named
                yield SettingProblem(f"{within}{place}", message, {"number": number})


def _list_channels(settings: ServerSettings) -> Named:
    yield from (("channels.chosen", channel) for channel in settings.channels.chosen)
    yield from (("overrides", channel) for channel in settings.overrides)
    if settings.reports is not None:
        yield "reports", settings.reports
    if settings.daily is not None:
        yield "daily.channel", settings.daily.channel


def _list_roles(settings: ServerSettings) -> Named:
    yield from (("asking", role) for role in settings.asking)
    yield from (("managing", role) for role in settings.managing)


def _list_texts(settings: ServerSettings) -> Named:
    yield from (("documents", key) for key in settings.documents)
    for channel, override in settings.overrides.items():
        yield from ((f"overrides.{channel}.documents", key) for key in override.documents or ())


if __name__ == "__main__":
    SCHEMA.write_text(make_schema(), "utf-8")
