"""The permissions that the bot lacks in a channel, what that breaks, and how to grant them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from bot.i18n.translations import Translator, later
from bot.servers.policy import Places, is_open, resolve_settings
from bot.servers.settings import ServerSettings
from bot.servers.settings_text import ServerInventory

PERMISSION_NAMES: Mapping[str, str] = {
    "view_channel": later("View Channel"),
    "send_messages": later("Send Messages"),
    "send_messages_in_threads": later("Send Messages in Threads"),
    "embed_links": later("Embed Links"),
    "attach_files": later("Attach Files"),
    "read_message_history": later("Read Message History"),
    "create_public_threads": later("Create Public Threads"),
}
"""The permissions that the bot needs: Discord's name in code, and that in its settings."""

_BROKEN_ASKING: Mapping[str, str] = {
    "view_channel": later("I do not see messages that mention me"),
    "send_messages": later("I cannot answer messages that mention me"),
    "send_messages_in_threads": later("I cannot answer in threads"),
    "embed_links": later("I cannot show passages to messages that mention me"),
    "attach_files": later("pictures and long passages cannot come as files"),
    "read_message_history": later("my answers do not show which message they answer"),
    "create_public_threads": later("I cannot open a thread for a question"),
}
_BROKEN_REPORTS: Mapping[str, str] = {
    "view_channel": later("reports do not arrive"),
    "send_messages": later("reports do not arrive"),
    "embed_links": later("reports arrive without the passage"),
}
_BROKEN_DAILY: Mapping[str, str] = {
    "view_channel": later("the daily quotation is not posted"),
    "send_messages": later("the daily quotation is not posted"),
    "embed_links": later("the daily quotation is not posted"),
}


_DELETED_REPORTS = later(
    "The channel of reports is deleted, so they do not arrive: choose another with /settings."
)
_DELETED_DAILY = later(
    "The channel of the daily quotation is deleted, so it is not posted: choose another with "
    "/settings."
)
_DELETED_CHANNELS = later(
    "All channels that I may answer in are deleted, so I answer nowhere: choose others with "
    "/settings."
)
_DELETED_ROLES = later(
    "All roles that may ask me are deleted, so only those with Manage Server can: choose others "
    "with /settings."
)


@dataclass(frozen=True, slots=True)
class ChannelPermissions:
    """The bot's permissions in a channel, and those of its role in the whole server."""

    channel: int
    here: Callable[[str], bool]
    at_large: Callable[[str], bool]
    parent: int | None = None
    """The channel of a thread."""
    category: int | None = None

    @property
    def places(self) -> Places:
        """The ids of the thread or channel and of what contains it."""
        ids = (self.channel, self.parent, self.category)
        return tuple(place for place in ids if place is not None)


@dataclass(frozen=True, slots=True)
class MissingPermission:
    """A missing permission, what that breaks, and whether the role lacks it in the whole server."""

    permission: str
    breaks: tuple[str, ...]
    at_large: bool

    def describe(self, say: Translator) -> str:
        """Return what is missing, what that breaks, and how to grant it."""
        name = say(PERMISSION_NAMES[self.permission])
        breaks = "; ".join(say(words) for words in self.breaks)
        mend = say("Edit Channel > Permissions > my role > allow {permission}", permission=name)
        if self.at_large:
            mend = say("Server Settings > Roles > my role > allow {permission}", permission=name)
        return say("**{name}** is missing: {breaks}. {mend}", name=name, breaks=breaks, mend=mend)


def find_missing_permissions(
    allowed: ChannelPermissions, settings: ServerSettings
) -> tuple[MissingPermission, ...]:
    """Return the permissions that the bot lacks for what the settings ask of it in a channel."""
    return tuple(
        MissingPermission(name, tuple(dict.fromkeys(breaks)), not allowed.at_large(name))
        for name in PERMISSION_NAMES
        if (breaks := [*_find_broken(name, allowed, settings)]) and not allowed.here(name)
    )


def list_deleted(settings: ServerSettings, known: ServerInventory) -> tuple[str, ...]:
    """Return what no longer works because channels or roles in the settings are deleted."""
    daily = settings.daily.channel if settings.daily else None
    chosen = settings.channels.chosen if settings.channels.where == "only" else ()
    named = (
        (_DELETED_REPORTS, known.channels, (settings.reports,) if settings.reports else ()),
        (_DELETED_DAILY, known.channels, (daily,) if daily else ()),
        (_DELETED_CHANNELS, known.channels, chosen),
        (_DELETED_ROLES, known.roles, settings.asking),
    )
    return tuple(
        words
        for words, existing, ids in named
        if existing is not None and ids and not any(number in existing for number in ids)
    )


def answers_in(allowed: ChannelPermissions, settings: ServerSettings) -> bool:
    """Whether members can ask the bot in a channel."""
    return is_open(settings, allowed.places)


def _find_broken(name: str, allowed: ChannelPermissions, settings: ServerSettings) -> Iterator[str]:
    """Yield what breaks in a channel without a permission."""
    if answers_in(allowed, settings) and name in _list_needed(allowed, settings):
        yield _BROKEN_ASKING[name]
    if allowed.channel == settings.reports and name in _BROKEN_REPORTS:
        yield _BROKEN_REPORTS[name]
    if settings.daily and allowed.channel == settings.daily.channel and name in _BROKEN_DAILY:
        yield _BROKEN_DAILY[name]


def _list_needed(allowed: ChannelPermissions, settings: ServerSettings) -> set[str]:
    """Return the permissions for answering in a channel; commands can be answered without any."""
    here, needed = resolve_settings(settings, allowed.places), {"attach_files"}
    if here.mentions:
        talk = "send_messages" if allowed.parent is None else "send_messages_in_threads"
        needed |= {"view_channel", talk, "embed_links", "read_message_history"}
    if here.threads == "thread" and allowed.parent is None:
        needed |= {"view_channel", "create_public_threads", "send_messages_in_threads"}
    return needed
