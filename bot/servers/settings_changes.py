"""What moderators choose in the panel, or type into its forms, made into changes."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from bot.servers.errors import NoChannelError, NoDailyChannelError, refusal
from bot.servers.settings import Daily, Override, ServerSettings, zone_of
from bot.servers.settings_fields import TEXT_SELECTS, TURNED, field_of, meant, text_selects
from bot.servers.settings_text import Known

HOUR = 9
"""Of the daily quotation, until another is set."""

Values = dict[str, Any]
"""Fields of ServerSettings with their new values."""


def chosen(
    what: str, words: Sequence[str], settings: ServerSettings, channel: int, known: Known
) -> Values:
    """Return what a control changes in which these words were chosen; of a channel, if any."""
    if what in TEXT_SELECTS:
        return _texts(what, words, settings, channel, known)
    if channel:
        return overridden(settings, channel, {what: meant(words[0])})
    ids = _ids(what, words, settings, known)
    first = ids[0] if ids else None
    special: dict[str, Callable[[], Values]] = {
        "where": lambda: channels(settings, words[0], None),
        "chosen": lambda: channels(settings, None, ids),
        "asking": lambda: {"asking": ids},
        "managing": lambda: {"managing": ids},
        "reports": lambda: {"reports": first},
        "daily": lambda: daily(settings, first),
    }
    field = field_of(what)
    return special[field]() if field in special else {what: meant(words[0])}


def _texts(
    what: str, words: Sequence[str], settings: ServerSettings, channel: int, known: Known
) -> Values:
    """Return a change of the texts: what this select does not offer stays, unless it is gone."""
    titles = known.documents or {}
    here = text_selects([*titles]).get(what, ())
    now = texts_chosen(settings, channel)
    keys = [*(key for key in now if key in titles and key not in here), *words]
    if channel:
        return overridden(settings, channel, {"documents": keys or None})
    return {"documents": keys}


def _ids(what: str, words: Sequence[str], settings: ServerSettings, known: Known) -> list[int]:
    """Return the channels or roles of a list: those picked, or with those picked turned.

    What is deleted by now is taken out of a list that is turned: a select does not offer it.
    """
    picked = [int(word) for word in words if word.isdecimal()]
    field = what.removesuffix(TURNED)
    if field == what:
        return picked
    now, there = settings.channels.chosen, known.channels
    if field != "chosen":
        now, there = getattr(settings, field), known.roles
    left = (number for number in now if there is None or number in there)
    return _turned([*left], picked)


def _turned(now: Collection[int], picked: Collection[int]) -> list[int]:
    """Return what is chosen when of those picked the chosen are taken out and the others come."""
    left = [number for number in now if number not in picked]
    return [*left, *(number for number in picked if number not in now)]


def texts_chosen(settings: ServerSettings, channel: int) -> Sequence[str]:
    """Return the texts that are chosen: of the server, or what a channel has otherwise."""
    if not channel:
        return settings.documents
    return (settings.overrides.get(channel) or Override()).documents or ()


def overridden(settings: ServerSettings, channel: int, values: Mapping[str, Any]) -> Values:
    """Return a change of what one channel has otherwise; one that has nothing is taken out."""
    now = dict(settings.overrides.get(channel) or Override())
    new = {**now, **values}
    kept: Values = {
        str(number): override
        for number, override in settings.overrides.items()
        if number != channel
    }
    if any(value is not None for value in new.values()):
        kept[str(channel)] = new
    return {"overrides": kept}


def without_deleted(values: Values, known: Known) -> Values:
    """Return a change without what channels have otherwise that are deleted by now."""
    if known.channels is None or "overrides" not in values:
        return values
    overrides = values["overrides"].items()
    there = {number: override for number, override in overrides if int(number) in known.channels}
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
        return daily(settings, channel, **texts | {"zone": zone_of(texts.get("zone", ""))})
    return {name: text or None for name, text in texts.items()}


def hold(settings: ServerSettings, values: Mapping[str, Any]) -> ServerSettings:
    """Return settings with some values changed; raise BadSettingsError for bad ones."""
    try:
        return settings.changed(**values)
    except ValidationError as error:
        raise refusal(error) from error
