"""Who may do what in a server, and what its settings mean for a question."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from bot.i18n.translations import Translator, get_translator
from bot.servers.settings import Override, ServerSettings

AskingWay = Literal["command", "menu", "button", "mention"]
"""How something is asked: a command, a command on a message, a button or form, a mention."""

RefusalReason = Literal["channel", "mention", "role"]
"""Why a question is not answered: because of the channel, the mention, or the member's roles."""

Places = tuple[int, ...]
"""The ids of a thread, its channel and its category, from the innermost outwards."""


@dataclass(frozen=True, slots=True)
class AskingContext:
    """How and where something is asked, and the roles of the member who asks."""

    way: AskingWay
    places: Places
    roles: frozenset[int] = frozenset()
    manages: bool = False
    """Whether the member has Manage Server."""


def resolve_settings(settings: ServerSettings, places: Places) -> ServerSettings:
    """Return the settings that hold in a channel: the innermost override of each wins."""
    values: dict[str, object] = {}
    for override in _list_overrides(settings, places):
        for name, value in override:
            if value is not None:
                values.setdefault(name, value)
    return settings.model_copy(update=values) if values else settings


def find_refusal(settings: ServerSettings, asking: AskingContext) -> RefusalReason | None:
    """Return why the settings refuse an answer, None where they allow it."""
    if not is_open(settings, asking.places):
        return "channel"
    if asking.way == "mention" and not resolve_settings(settings, asking.places).mentions:
        return "mention"
    return None if may_ask(settings, asking) else "role"


def is_open(settings: ServerSettings, places: Places) -> bool:
    """Whether the bot answers in a channel; a channel is chosen with what contains it."""
    chosen = not set(settings.channels.chosen).isdisjoint(places)
    return {"everywhere": True, "only": chosen, "except": not chosen}[settings.channels.where]


def may_ask(settings: ServerSettings, asking: AskingContext) -> bool:
    """Whether a member may ask, by role or with Manage Server."""
    everyone = not settings.asking
    return everyone or asking.manages or not asking.roles.isdisjoint(settings.asking)


def choose_translator(settings: ServerSettings, locale: str | None) -> Translator:
    """Return the translator for a server: of the language that is set, or else of a locale."""
    return get_translator(locale if settings.language == "member" else settings.language)


def _list_overrides(settings: ServerSettings, places: Places) -> Iterator[Override]:
    for place in places:
        if (override := settings.overrides.get(place)) is not None:
            yield override


ADMINISTRATOR = 1 << 3
"""Discord's permission that includes all others."""

MANAGE_SERVER = 1 << 5
"""Discord's permission to change the settings."""

MODERATE_MEMBERS = 1 << 40
"""Discord's permission to block members."""


def may_manage(permissions: int, roles: Collection[int], settings: ServerSettings) -> bool:
    """Whether a member may change the settings, by permission or by a role."""
    return may_appoint(permissions) or not set(settings.managing).isdisjoint(roles)


def may_appoint(permissions: int) -> bool:
    """Whether a member may appoint managing roles or delete everything: by permission alone."""
    return bool(permissions & (ADMINISTRATOR | MANAGE_SERVER))


def may_block(permissions: int, roles: Collection[int], settings: ServerSettings) -> bool:
    """Whether a member may block others: as a moderator, or by being allowed to change settings."""
    return bool(permissions & MODERATE_MEMBERS) or may_manage(permissions, roles, settings)
