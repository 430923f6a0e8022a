"""What moderators choose in the panel, or type, made into changes of the settings."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.servers.errors import (
    NoChannelError,
    NoDailyChannelError,
    NoSuchTextError,
    NotMentionedError,
    refusal,
)
from bot.servers.settings import Daily, Override, ServerSettings
from bot.servers.settings_fields import TURNED, meant
from bot.servers.settings_text import Known

HOUR = 9
"""Of the daily quotation, until another is set."""

_CHANNEL = re.compile(r"<#(\d{1,20})>|(\d{5,20})")
_ROLE = re.compile(r"<@&(\d{1,20})>|(\d{5,20})")

Values = dict[str, Any]
"""Fields of ServerSettings with their new values."""


def chosen(what: str, words: Sequence[str], settings: ServerSettings, channel: int = 0) -> Values:
    """Return what a control changes in which these words were chosen."""
    if channel:
        return overridden(settings, channel, {what: meant(words[0])})
    ids = [int(one) for one in words if one.isdecimal()]
    first = ids[0] if ids else None
    field = what.removesuffix(TURNED)
    if field != what:
        ids = _turned(
            settings.channels.chosen if field == "chosen" else getattr(settings, field), ids
        )
    special: dict[str, Callable[[], Values]] = {
        "documents": lambda: {"documents": [*words]},
        "where": lambda: channels(settings, words[0], None),
        "chosen": lambda: channels(settings, None, ids),
        "asking": lambda: {"asking": ids},
        "managing": lambda: {"managing": ids},
        "reports": lambda: {"reports": first},
        "daily": lambda: daily(settings, first),
    }
    return special[field]() if field in special else {what: meant(words[0])}


def _turned(now: Collection[int], picked: Collection[int]) -> list[int]:
    """Return what is chosen when of those picked the chosen are taken out and the others come."""
    return [*(one for one in now if one not in picked), *(one for one in picked if one not in now)]


def overridden(settings: ServerSettings, channel: int, values: Mapping[str, Any]) -> Values:
    """Return a change of what one channel has otherwise; one that has nothing is taken out."""
    now = dict(settings.overrides.get(channel) or Override())
    new = {**now, **values}
    kept: Values = {str(n): one for n, one in settings.overrides.items() if n != channel}
    if any(value is not None for value in new.values()):
        kept[str(channel)] = new
    return {"overrides": kept}


def without_deleted(values: Values, known: Known) -> Values:
    """Return a change without what channels have otherwise that are deleted by now."""
    if known.channels is None or "overrides" not in values:
        return values
    there = {n: one for n, one in values["overrides"].items() if int(n) in known.channels}
    return {**values, "overrides": there}


def channels(settings: ServerSettings, where: str | None, ids: Sequence[int] | None) -> Values:
    """Return a change of where the bot answers; what is None stays.

    Raises NoChannelError for only some where there are none, or none would be left.
    """
    now = settings.channels
    chosen = now.chosen if ids is None else tuple(ids)
    where = now.where if where is None else where
    if where == "only" and not chosen:
        raise NoChannelError
    return {"channels": {"where": where, "chosen": chosen}}


def daily(settings: ServerSettings, channel: int | None, **values: object) -> Values:
    """Return a change of the daily quotation; what is not given stays as it was.

    Raises NoDailyChannelError for the hour of one that is posted nowhere.
    """
    if channel is None:
        if values:
            raise NoDailyChannelError
        return {"daily": None}
    now = settings.daily or Daily(channel=channel, hour=HOUR)
    return {"daily": {**dict(now), "channel": channel, **values}}


def filled(what: str, texts: Mapping[str, str], settings: ServerSettings) -> Values:
    """Return what a form changes in which these texts were typed."""
    texts = {name: text.strip() for name, text in texts.items()}
    if what == "daily":
        channel = settings.daily.channel if settings.daily else None
        return daily(settings, channel, **texts)
    return {name: text or None for name, text in texts.items()}


def hold(settings: ServerSettings, values: Mapping[str, Any]) -> ServerSettings:
    """Return settings with some values changed; raise BadSettingsError for bad ones."""
    try:
        return settings.changed(**values)
    except ValidationError as error:
        raise refusal(error) from error


def channels_in(typed: str, nothing: Collection[str]) -> list[int]:
    """Return the channels that were typed one after another, none for a word that says so.

    Raises NotMentionedError.
    """
    return _numbers(_CHANNEL, typed, nothing, roles=False)


def texts_in(typed: str, nothing: Collection[str], known: Collection[str]) -> list[str]:
    """Return the keys of texts that were typed with commas between, none for a word that says so.

    Raises NoSuchTextError for one that the bot has not.
    """
    words = [word for one in typed.split(",") if (word := one.strip())]
    if len(words) == 1 and words[0].casefold() in nothing:
        return []
    for word in words:
        if word not in known:
            raise NoSuchTextError(word, known)
    return words


def roles_in(typed: str, nothing: Collection[str]) -> list[int]:
    """Return the roles that were typed one after another, as `channels_in` does."""
    return _numbers(_ROLE, typed, nothing, roles=True)


def _numbers(
    pattern: re.Pattern[str], typed: str, nothing: Collection[str], *, roles: bool
) -> list[int]:
    if typed.strip().lstrip("@").casefold() in nothing:
        return []
    rest = pattern.sub(" ", typed).replace(",", " ").split()
    if rest:
        raise NotMentionedError(rest[0], roles=roles)
    return [int(match[1] or match[2]) for match in pattern.finditer(typed)]
