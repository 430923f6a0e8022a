"""Who asks and where, as the settings of a server look at it."""

import discord

from bot.servers.policy import Asking, Places, Way


def asking(
    way: Way, member: discord.abc.User, channel: object, number: int | None, *, manages: bool
) -> Asking:
    """Return how something is asked in a channel of this number, and what bears on it."""
    return Asking(way, _places(channel, number), frozenset(roles_of(member)), manages)


def roles_of(member: discord.abc.User) -> list[int]:
    """Return the roles of somebody, where Discord says them."""
    return [role.id for role in getattr(member, "roles", ())]


def _places(channel: object, number: int | None) -> Places:
    """Return a channel and what it is in, as far as is known: a thread, its channel, the rest."""
    found = [number]
    if isinstance(channel, discord.Thread):
        found.append(channel.parent_id)
        channel = channel.parent
    found.append(getattr(channel, "category_id", None))
    return tuple(one for one in found if one is not None)
