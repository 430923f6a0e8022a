"""Who asks and where, as a server's policy sees it."""

import discord

from bot.servers.policy import AskingContext, AskingWay, Places


def describe_asker(
    way: AskingWay,
    member: discord.abc.User,
    channel: object,
    channel_id: int | None,
    *,
    manages: bool,
) -> AskingContext:
    """Return how, by whom and in which places a question is asked."""
    return AskingContext(way, _places(channel, channel_id), frozenset(role_ids(member)), manages)


def role_ids(member: discord.abc.User) -> list[int]:
    """Return the ids of a member's roles, if Discord has sent them."""
    return [role.id for role in getattr(member, "roles", ())]


def _places(channel: object, channel_id: int | None) -> Places:
    """Return the ids of a channel and of what it is in, as far as known: thread to category."""
    places = [channel_id]
    if isinstance(channel, discord.Thread):
        places.append(channel.parent_id)
        channel = channel.parent
    places.append(getattr(channel, "category_id", None))
    return tuple(place for place in places if place is not None)
