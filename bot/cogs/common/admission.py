"""How whatever is asked is let in or refused, by the settings of the server."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.errors import UserError
from bot.servers.errors import MayNotAskError, NoMentionsError, NoTextHereError, NotHereError
from bot.servers.policy import Refusal, Way, refusal, within
from bot.servers.settings import ServerSettings
from bot.state.conversations import Place

if TYPE_CHECKING:
    from bot.answers.open_texts import OpenTexts
    from bot.gateway.client import Bot
    from bot.replies import Reply

_REFUSALS: Mapping[Refusal, type[UserError]] = {
    "channel": NotHereError,
    "mention": NoMentionsError,
    "role": MayNotAskError,
}


async def admit(bot: "Bot", reply: "Reply", way: Way) -> ServerSettings:
    """Let in what is asked, and count it; return the settings in force where it is asked.

    Raises a UserError where it is not to be answered, BlockedError where the moderators do not
    let a member ask, TooManyError where a member or a channel has asked too much.
    """
    here = await allow(bot, reply, way)
    reply.check()
    bot.limits.take(place_of(reply), here)
    return here


async def allow(bot: "Bot", reply: "Reply", way: Way) -> ServerSettings:
    """Let in what is asked without counting it; return the settings, as `admit` does."""
    _, settings = await asyncio.gather(
        bot.blocks.check(reply.server_id, reply.member_id), bot.servers.of(reply.server_id)
    )
    asking = reply.asking(way)
    here = within(settings, asking.places)
    reply.settle(here)
    if (why := refusal(settings, asking)) is not None:
        raise _REFUSALS[why]
    return here


async def offered(bot: "Bot", reply: "Reply") -> "OpenTexts | None":
    """Return the texts that a member is offered something of who types; None for none."""
    settings = await bot.servers.of(reply.server_id)
    asking = reply.asking("command")
    if refusal(settings, asking) is not None:
        return None
    with suppress(NoTextHereError):
        return bot.thinking.shelf.offered(within(settings, asking.places).documents)
    return None


def place_of(reply: "Reply") -> Place:
    """Return where and by whom something was asked: what was asked before is kept by it."""
    return reply.server_id, reply.channel_id, reply.member_id
