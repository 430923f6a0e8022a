"""What the settings come to for one question: whether it is answered, to whom and where."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.servers.settings import Override, ServerSettings

Way = Literal["command", "menu", "button", "mention"]
"""How something is asked: by a command, of a message, by a button or form, in a message."""

Refusal = Literal["channel", "mention", "role"]
"""Why something is not answered: not in this channel, to no mention, not to this member."""

Places = tuple[int, ...]
"""A channel and what it is in, from the inside outwards: a thread, its channel, the category."""


@dataclass(frozen=True, slots=True)
class Asking:
    """How and where something is asked, and what bears on it of the member who asks."""

    way: Way
    places: Places
    roles: frozenset[int] = frozenset()
    manages: bool = False
    """Whether the member has Manage Server."""


def within(settings: ServerSettings, places: Places) -> ServerSettings:
    """Return the settings as they are in a channel: of its overrides the nearest decides."""
    found: dict[str, object] = {}
    for one in _overrides(settings, places):
        for name, value in one:
            if value is not None:
                found.setdefault(name, value)
    return settings.model_copy(update=found) if found else settings


def refusal(settings: ServerSettings, asking: Asking) -> Refusal | None:
    """Return why something is not answered, None where it is, by the settings of the server."""
    if not is_open(settings, asking.places):
        return "channel"
    if asking.way == "mention" and not within(settings, asking.places).mentions:
        return "mention"
    return None if may_ask(settings, asking) else "role"


def is_open(settings: ServerSettings, places: Places) -> bool:
    """Say whether the bot answers in a channel: one is chosen where what it is in is chosen."""
    chosen = not set(settings.channels.chosen).isdisjoint(places)
    return {"everywhere": True, "only": chosen, "except": not chosen}[settings.channels.where]


def may_ask(settings: ServerSettings, asking: Asking) -> bool:
    """Say whether a member may ask: with one of the roles, or with Manage Server."""
    every = not settings.asking
    return every or asking.manages or not asking.roles.isdisjoint(settings.asking)


def _overrides(settings: ServerSettings, places: Places) -> Iterator[Override]:
    for place in places:
        if (one := settings.overrides.get(place)) is not None:
            yield one
