"""Settings in words, with channels and roles as Discord's mentions."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from bot.formatting import markdown
from bot.i18n.translations import Translator
from bot.servers.records import HistoryEntry
from bot.servers.settings import DEFAULTS, Override, ServerSettings
from bot.servers.settings_fields import FIELD_CHOICES, FIELD_LABELS, format_choice


@dataclass(frozen=True, slots=True)
class ServerInventory:
    """The channels, roles and texts that exist for a server; None where they are unknown."""

    channels: Container[int] | None = None
    roles: Container[int] | None = None
    public: Container[int] = ()
    """The channels that everyone in the server can read."""
    documents: Mapping[str, str] | None = None
    """The titles of the bot's texts by their keys."""


@dataclass(frozen=True, slots=True)
class SettingsText:
    """Describes settings in a moderator's language; a list names at most `max_listed` items."""

    say: Translator
    known: ServerInventory = ServerInventory()
    max_listed: int = 6

    def describe_settings(
        self, settings: ServerSettings, fields: Iterable[str] = tuple(FIELD_LABELS)
    ) -> list[str]:
        """Return a line for each field; for texts only where there is a choice."""
        shown = [field for field in fields if field != "documents" or self.offers_texts(settings)]
        return [
            f"**{self.say(FIELD_LABELS[field])}:** {self.describe_value(field, settings)}"
            for field in shown
        ]

    def offers_texts(self, settings: ServerSettings) -> bool:
        """Whether texts are chosen, or there are several to choose from."""
        return bool(settings.documents) or len(self.known.documents or ()) > 1

    def describe_value(self, field: str, settings: ServerSettings) -> str:
        """Return the value of a field in words."""
        if field in _DESCRIPTIONS:
            return _DESCRIPTIONS[field](self, settings)
        return self.say(FIELD_CHOICES[field][format_choice(getattr(settings, field))])

    def describe_changes(self, before: ServerSettings, after: ServerSettings) -> list[str]:
        """Return a line for each field that has changed."""
        return [
            f"{self.say(FIELD_LABELS[field])}: {self._describe_change(field, before, after)}"
            for field in FIELD_LABELS
            if getattr(before, field) != getattr(after, field)
        ]

    def describe_entry(self, entry: HistoryEntry) -> list[str]:
        """Return the lines for a change in the history; only its fields if it cannot be read."""
        try:
            before, after = DEFAULTS.change(**entry.before), DEFAULTS.change(**entry.after)
        except ValidationError:
            return [
                self.say(FIELD_LABELS[field]) if field in FIELD_LABELS else field
                for field in entry.after
            ]
        return self.describe_changes(before, after)

    def mention_channel(self, number: int) -> str:
        """Return a mention of a channel, or the number of a deleted one."""
        if self.known.channels is None or number in self.known.channels:
            return f"<#{number}>"
        return self.say("deleted channel ({number})", number=number)

    def mention_role(self, number: int) -> str:
        """Return a mention of a role, or the number of a deleted one."""
        if self.known.roles is None or number in self.known.roles:
            return f"<@&{number}>"
        return self.say("deleted role ({number})", number=number)

    def list_texts(self, keys: Sequence[str]) -> str:
        """Return the titles of texts, and the keys of those that the bot no longer has."""
        return self.join_items(map(self._name_text, keys)) or self.say("all")

    def _name_text(self, key: str) -> str:
        titles = self.known.documents
        if titles is None:
            return markdown.escape(key)
        if key in titles:
            return markdown.escape(titles[key])
        return self.say("a text that is gone ({key})", key=markdown.escape(key))

    def describe_override(self, override: Override | None) -> str:
        """Return what a channel has that differs from the server."""
        values = [
            self.list_texts(value)
            if field == "documents"
            else self.say(FIELD_CHOICES[field][format_choice(value)])
            for field, value in override or ()
            if value is not None
        ]
        return ", ".join(values) or self.say("as the server")

    def join_items(self, words: Iterable[str], separator: str = ", ") -> str:
        """Return a list of at most `max_listed` items, and how many more there are."""
        items = list(words)
        shown, rest = items[: self.max_listed], len(items) - self.max_listed
        if rest > 0:
            shown.append(self.say.counted("{count} more", "{count} more", rest))
        return separator.join(shown)

    def _describe_change(self, field: str, before: ServerSettings, after: ServerSettings) -> str:
        if field == "overrides":
            return self._describe_overrides_change(before, after)
        if field in _LISTS and before.channels.where == after.channels.where:
            longest = max(len(_list_ids(field, settings)) for settings in (before, after))
            if longest > self.max_listed:
                return self._describe_list_change(field, before, after)
        return f"{self.describe_value(field, before)} → {self.describe_value(field, after)}"

    def _describe_overrides_change(self, before: ServerSettings, after: ServerSettings) -> str:
        old, new = before.overrides, after.overrides
        return self.join_items(
            f"{self.mention_channel(channel)}: {self.describe_override(new.get(channel))}"
            for channel in sorted({*old, *new})
            if old.get(channel) != new.get(channel)
        )

    def _describe_list_change(
        self, field: str, before: ServerSettings, after: ServerSettings
    ) -> str:
        """Return what was added to a list and removed from it, where it is too long to show."""
        old, new = set(_list_ids(field, before)), set(_list_ids(field, after))
        mention = self.mention_channel if field == "channels" else self.mention_role
        added = [f"+ {mention(number)}" for number in sorted(new - old)]
        removed = [f"− {mention(number)}" for number in sorted(old - new)]
        return self.join_items([*added, *removed])


_LISTS = ("channels", "asking", "managing")
"""Fields whose changes are shown as items added and removed, where the list is long."""


def _list_ids(field: str, settings: ServerSettings) -> tuple[int, ...]:
    ids: tuple[int, ...] = (
        settings.channels.chosen if field == "channels" else getattr(settings, field)
    )
    return ids


def _describe_channels(wording: SettingsText, settings: ServerSettings) -> str:
    where, chosen = settings.channels.where, settings.channels.chosen
    channels = wording.join_items(map(wording.mention_channel, chosen))
    if where == "everywhere":
        chosen_so_far = wording.say("everywhere; chosen so far: {channels}", channels=channels)
        return chosen_so_far if chosen else wording.say("everywhere")
    if where == "only":
        if not chosen:
            return wording.say("nowhere: only in some channels, and none is chosen")
        return wording.say("only in {channels}", channels=channels)
    if not chosen:
        return wording.say("everywhere: no exception is chosen yet")
    return wording.say("everywhere except in {channels}", channels=channels)


def _describe_overrides(wording: SettingsText, settings: ServerSettings) -> str:
    overrides = (
        f"{wording.mention_channel(channel)}: {wording.describe_override(override)}"
        for channel, override in settings.overrides.items()
    )
    return wording.join_items(overrides, "; ") or wording.say("all as the server")


def _describe_asking(wording: SettingsText, settings: ServerSettings) -> str:
    return wording.join_items(map(wording.mention_role, settings.asking)) or wording.say("everyone")


def _describe_managing(wording: SettingsText, settings: ServerSettings) -> str:
    if not settings.managing:
        return wording.say("those with Manage Server")
    roles = wording.join_items(map(wording.mention_role, settings.managing))
    return wording.say("those with Manage Server, and {roles}", roles=roles)


def _describe_limit(wording: SettingsText, number: int) -> str:
    return wording.say.counted("{count} question a minute", "{count} questions a minute", number)


def _describe_word_limit(wording: SettingsText, settings: ServerSettings) -> str:
    if settings.word_limit is None:
        return wording.say("no limit")
    return wording.say("{count} at most", count=settings.word_limit)


def _describe_reports(wording: SettingsText, settings: ServerSettings) -> str:
    if settings.reports is None:
        return wording.say("to no channel")
    return wording.say("to {channel}", channel=wording.mention_channel(settings.reports))


def _describe_daily(wording: SettingsText, settings: ServerSettings) -> str:
    daily = settings.daily
    if daily is None:
        return wording.say("off")
    return wording.say(
        "in {channel} at {hour}:00 ({zone})",
        channel=wording.mention_channel(daily.channel),
        hour=daily.hour,
        zone=markdown.escape(daily.zone),
    )


_DESCRIPTIONS: Mapping[str, Callable[[SettingsText, ServerSettings], str]] = {
    "channels": _describe_channels,
    "overrides": _describe_overrides,
    "asking": _describe_asking,
    "managing": _describe_managing,
    "documents": lambda wording, settings: wording.list_texts(settings.documents),
    "passages": lambda _, settings: str(settings.passages),
    "member_limit": lambda wording, settings: _describe_limit(wording, settings.member_limit),
    "channel_limit": lambda wording, settings: _describe_limit(wording, settings.channel_limit),
    "word_limit": _describe_word_limit,
    "reports": _describe_reports,
    "daily": _describe_daily,
}
