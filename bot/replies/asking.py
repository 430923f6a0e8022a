"""Who asks and where, as the settings of a server look at it."""

import discord

from bot.servers.policy import Asking, Places, Way


def asking(
    way: Way, member: discord.abc.User, channel: object, number: int | None, *, manages: bool
) -> Asking:
    """Return how something is asked in a channel of this number, and what bears on it."""
    roles = member.roles if isinstance(member, discord.Member) else ()
    return Asking(way, _places(channel, number), frozenset(one.id for one in roles), manages)


def _places(channel: object, number: int | None) -> Places:
    """Return a channel and what it is in, as far as is known: a thread, its channel, the rest."""
    found = [number]
    if isinstance(channel, discord.Thread):
        found.append(channel.parent_id)
        channel = channel.parent
    found.append(getattr(channel, "category_id", None))
    return tuple(one for one in found if one is not None)
