"""Changes of settings, from what moderators choose in the panel or type into its forms."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.errors import UnknownButtonError
from bot.servers.errors import NoChannelError, NoDailyChannelError, explain_invalid_settings
from bot.servers.settings import Daily, Override, ServerSettings, complete_zone, read_ids
from bot.servers.settings_fields import (
    TEXT_SELECTS,
    TOGGLED_SUFFIX,
    divide_texts,
    get_field,
    parse_choice,
)
from bot.servers.settings_text import ServerInventory

DEFAULT_HOUR = 9
"""Hour of the daily quotation, until another is set."""

NewValues = dict[str, Any]
"""Fields of ServerSettings with their new values."""


def change_by_choice(
    what: str, words: Sequence[str], settings: ServerSettings, channel: int, known: ServerInventory
) -> NewValues:
    """Return the change for a control and the words chosen in it.

    `channel` is the one whose overrides are changed, 0 for the settings of the server.
    """
    if what in TEXT_SELECTS:
        return _change_texts(what, words, settings, channel, known)
    if channel:
        return _override(settings, channel, {what: parse_choice(_get_only(words))})
    ids = _change_list(what, words, settings, known)
    first = ids[0] if ids else None
    changes: dict[str, Callable[[], NewValues]] = {
        "where": lambda: change_channels(settings, _get_only(words), None),
        "chosen": lambda: change_channels(settings, None, ids),
        "asking": lambda: {"asking": ids},
        "managing": lambda: {"managing": ids},
        "reports": lambda: {"reports": first},
        "daily": lambda: change_daily(settings, first),
    }
    field = get_field(what)
    return changes[field]() if field in changes else {what: parse_choice(_get_only(words))}


def _get_only(words: Sequence[str]) -> str:
    """Return the choice in a select that takes one; only what was forged comes without it."""
    if not words:
        raise UnknownButtonError
    return words[0]


def _change_texts(
    what: str, words: Sequence[str], settings: ServerSettings, channel: int, known: ServerInventory
) -> NewValues:
    """Return a change of the texts; those that other selects offer stay, deleted ones go."""
    titles = known.documents or {}
    offered = divide_texts([*titles]).get(what, ())
    now = get_chosen_texts(settings, channel)
    keys = [*(key for key in now if key in titles and key not in offered), *words]
    if channel:
        return _override(settings, channel, {"documents": keys or None})
    return {"documents": keys}


def _change_list(
    what: str, words: Sequence[str], settings: ServerSettings, known: ServerInventory
) -> list[int]:
    """Return the new list of channels or roles: the picks, or the list with the picks toggled.

    Deleted channels and roles are dropped from a list that is toggled: no select offers them.
    """
    picked = read_ids(words)
    field = what.removesuffix(TOGGLED_SUFFIX)
    if field == what:
        return picked
    now, existing = settings.channels.chosen, known.channels
    if field != "chosen":
        now, existing = getattr(settings, field), known.roles
    remaining = (number for number in now if existing is None or number in existing)
    return _toggle([*remaining], picked)


def _toggle(now: Collection[int], picked: Collection[int]) -> list[int]:
    """Return a list without the picks that it has, and with those that it has not."""
    kept = [number for number in now if number not in picked]
    return [*kept, *(number for number in picked if number not in now)]


def get_chosen_texts(settings: ServerSettings, channel: int) -> Sequence[str]:
    """Return the keys of the chosen texts: of a channel's override, or with 0 of the server."""
    if not channel:
        return settings.documents
    return (settings.overrides.get(channel) or Override()).documents or ()


def _override(settings: ServerSettings, channel: int, values: Mapping[str, Any]) -> NewValues:
    """Return a change of a channel's override; an override without values is removed."""
    now = dict(settings.overrides.get(channel) or Override())
    new = {**now, **values}
    overrides: NewValues = {
        str(number): override
        for number, override in settings.overrides.items()
        if number != channel
    }
    if any(value is not None for value in new.values()):
        overrides[str(channel)] = new
    return {"overrides": overrides}


def drop_deleted_channels(values: NewValues, known: ServerInventory) -> NewValues:
    """Return a change without the overrides of deleted channels."""
    if known.channels is None or "overrides" not in values:
        return values
    overrides = {
        number: override
        for number, override in values["overrides"].items()
        if int(number) in known.channels
    }
    return {**values, "overrides": overrides}


def change_channels(
    settings: ServerSettings, where: str | None, ids: Sequence[int] | None
) -> NewValues:
    """Return a change of where the bot answers; None leaves a value as it is.

    Raises NoChannelError where the bot would answer only in chosen channels and none is chosen.
    """
    now = settings.channels
    chosen = now.chosen if ids is None else tuple(ids)
    where = now.where if where is None else where
    if where == "only" and not chosen:
        raise NoChannelError
    return {"channels": {"where": where, "chosen": chosen}}


def change_daily(settings: ServerSettings, channel: int | None, **values: object) -> NewValues:
    """Return a change of the daily quotation; other values stay, and no channel turns it off.

    Raises NoDailyChannelError where values are given without a channel.
    """
    if channel is None:
        if values:
            raise NoDailyChannelError
        return {"daily": None}
    now = settings.daily or Daily(channel=channel, hour=DEFAULT_HOUR)
    return {"daily": {**dict(now), "channel": channel, **values}}


def change_by_form(what: str, texts: Mapping[str, str], settings: ServerSettings) -> NewValues:
    """Return the change for a form and the texts typed into it."""
    texts = {name: text.strip() for name, text in texts.items()}
    if what == "daily":
        channel = settings.daily.channel if settings.daily else None
        zone = complete_zone(texts.get("zone", ""))
        return change_daily(settings, channel, **texts | {"zone": zone})
    return {name: text or None for name, text in texts.items()}


def apply_values(settings: ServerSettings, values: Mapping[str, Any]) -> ServerSettings:
    """Return settings with some values changed; raise BadSettingsError for bad ones."""
    try:
        return settings.change(**values)
    except ValidationError as error:
        raise explain_invalid_settings(error) from error
