"""The settings in words, with channels and roles as Discord mentions them."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from bot.formatting import markdown
from bot.i18n.translations import Translator
from bot.servers.records import Entry
from bot.servers.settings import DEFAULTS, Override, ServerSettings
from bot.servers.settings_fields import CHOICES, LABELS, word_of


@dataclass(frozen=True, slots=True)
class Known:
    """The channels and roles that a server has; None where Discord has not said which."""

    channels: Container[int] | None = None
    roles: Container[int] | None = None
    public: Container[int] = ()
    """Channels that everyone in the server can read."""
    documents: Mapping[str, str] | None = None
    """The titles of the texts that the bot has, by their keys."""


@dataclass(frozen=True, slots=True)
class SettingsText:
    """Says the settings of a server in a moderator's language; of a list so many at most."""

    say: Translator
    known: Known = Known()
    most: int = 6

    def lines(self, settings: ServerSettings, fields: Iterable[str] = tuple(LABELS)) -> list[str]:
        """Return the present state, a line a field; of texts only where there is a choice."""
        shown = [one for one in fields if one != "documents" or self.chooses(settings)]
        return [f"**{self.say(LABELS[one])}:** {self.value(one, settings)}" for one in shown]

    def chooses(self, settings: ServerSettings) -> bool:
        """Say whether texts are chosen, or there are several to choose from."""
        return bool(settings.documents) or len(self.known.documents or ()) > 1

    def value(self, field: str, settings: ServerSettings) -> str:
        """Return what one field is set to."""
        if field in _VALUES:
            return _VALUES[field](self, settings)
        return self.say(CHOICES[field][word_of(getattr(settings, field))])

    def changes(self, before: ServerSettings, after: ServerSettings) -> list[str]:
        """Return what has changed, a line a field."""
        return [
            f"{self.say(LABELS[one])}: {self._change(one, before, after)}"
            for one in LABELS
            if getattr(before, one) != getattr(after, one)
        ]

    def entry(self, entry: Entry) -> list[str]:
        """Return what a change of the history changed; its fields alone if it cannot be read."""
        try:
            before, after = (DEFAULTS.changed(**one) for one in (entry.before, entry.after))
        except ValidationError:
            return [self.say(LABELS[one]) if one in LABELS else one for one in entry.after]
        return self.changes(before, after)

    def channel(self, number: int) -> str:
        """Return a channel as Discord mentions it, or its number where it is deleted."""
        if self.known.channels is None or number in self.known.channels:
            return f"<#{number}>"
        return self.say("deleted channel ({number})", number=number)

    def role(self, number: int) -> str:
        """Return a role as Discord mentions it, or its number where it is deleted."""
        if self.known.roles is None or number in self.known.roles:
            return f"<@&{number}>"
        return self.say("deleted role ({number})", number=number)

    def texts(self, keys: Sequence[str]) -> str:
        """Return texts by their titles, or by their keys where the bot has them no more."""
        titles = self.known.documents
        return self.listed(
            markdown.escape(titles[one] if titles else one)
            if titles is None or one in titles
            else self.say("a text that is gone ({key})", key=markdown.escape(one))
            for one in keys
        ) or self.say("all")

    def override(self, override: Override | None) -> str:
        """Return what a channel has otherwise than the server."""
        other = [
            self.texts(value) if field == "documents" else self.say(CHOICES[field][word_of(value)])
            for field, value in override or ()
            if value is not None
        ]
        return ", ".join(other) or self.say("as the server")

    def listed(self, words: Iterable[str], separator: str = ", ") -> str:
        """Return a list, of which no more are said than are to be."""
        every = list(words)
        shown, rest = every[: self.most], len(every) - self.most
        if rest > 0:
            shown.append(self.say.counted("{count} more", "{count} more", rest))
        return separator.join(shown)

    def _change(self, field: str, before: ServerSettings, after: ServerSettings) -> str:
        if field == "overrides":
            return self._overrides_changed(before, after)
        if field in _LISTS and before.channels.where == after.channels.where:
            longest = max(len(_ids(field, one)) for one in (before, after))
            if longest > self.most:
                return self._ids_changed(field, before, after)
        return f"{self.value(field, before)} → {self.value(field, after)}"

    def _overrides_changed(self, before: ServerSettings, after: ServerSettings) -> str:
        old, new = before.overrides, after.overrides
        changed = [one for one in sorted({*old, *new}) if old.get(one) != new.get(one)]
        return self.listed(f"{self.channel(one)}: {self.override(new.get(one))}" for one in changed)

    def _ids_changed(self, field: str, before: ServerSettings, after: ServerSettings) -> str:
        """Return what has come to a list and what has gone, where it is too long to be said."""
        old, new = (set(_ids(field, one)) for one in (before, after))
        named = self.channel if field == "channels" else self.role
        come = [f"+ {named(one)}" for one in sorted(new - old)]
        return self.listed([*come, *(f"− {named(one)}" for one in sorted(old - new))])


_LISTS = ("channels", "asking", "managing")


def _ids(field: str, settings: ServerSettings) -> tuple[int, ...]:
    ids: tuple[int, ...] = (
        settings.channels.chosen if field == "channels" else getattr(settings, field)
    )
    return ids


def _channels(wording: SettingsText, settings: ServerSettings) -> str:
    where, chosen = settings.channels.where, settings.channels.chosen
    channels = wording.listed(map(wording.channel, chosen))
    if where == "everywhere":
        chosen_so_far = wording.say("everywhere; chosen so far: {channels}", channels=channels)
        return chosen_so_far if chosen else wording.say("everywhere")
    if where == "only":
        if not chosen:
            return wording.say("nowhere: only in some channels, and none is chosen")
        return wording.say("only in {channels}", channels=channels)
    if not chosen:
        return wording.say("everywhere: no channel is chosen that is not to be")
    return wording.say("everywhere except in {channels}", channels=channels)


def _overrides(wording: SettingsText, settings: ServerSettings) -> str:
    every = settings.overrides.items()
    return wording.listed(_overridden(wording, every), "; ") or wording.say("all as the server")


def _overridden(wording: SettingsText, every: Iterable[tuple[int, Override]]) -> Iterator[str]:
    for channel, override in every:
        yield f"{wording.channel(channel)}: {wording.override(override)}"


def _asking(wording: SettingsText, settings: ServerSettings) -> str:
    return wording.listed(map(wording.role, settings.asking)) or wording.say("everyone")


def _managing(wording: SettingsText, settings: ServerSettings) -> str:
    if not settings.managing:
        return wording.say("those with Manage Server")
    roles = wording.listed(map(wording.role, settings.managing))
    return wording.say("those with Manage Server, and {roles}", roles=roles)


def _limit(wording: SettingsText, number: int) -> str:
    return wording.say.counted("{count} question a minute", "{count} questions a minute", number)


def _word_limit(wording: SettingsText, settings: ServerSettings) -> str:
    if settings.word_limit is None:
        return wording.say("no limit")
    return wording.say("{count} at most", count=settings.word_limit)


def _reports(wording: SettingsText, settings: ServerSettings) -> str:
    if settings.reports is None:
        return wording.say("to no channel")
    return wording.say("to {channel}", channel=wording.channel(settings.reports))


def _daily(wording: SettingsText, settings: ServerSettings) -> str:
    daily = settings.daily
    if daily is None:
        return wording.say("off")
    return wording.say(
        "in {channel} at {hour}:00 ({zone})",
        channel=wording.channel(daily.channel),
        hour=daily.hour,
        zone=markdown.escape(daily.zone),
    )


_VALUES: Mapping[str, Callable[[SettingsText, ServerSettings], str]] = {
    "channels": _channels,
    "overrides": _overrides,
    "asking": _asking,
    "managing": _managing,
    "documents": lambda wording, settings: wording.texts(settings.documents),
    "passages": lambda _, settings: str(settings.passages),
    "member_limit": lambda wording, settings: _limit(wording, settings.member_limit),
    "channel_limit": lambda wording, settings: _limit(wording, settings.channel_limit),
    "word_limit": _word_limit,
    "reports": _reports,
    "daily": _daily,
}
