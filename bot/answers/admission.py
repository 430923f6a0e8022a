"""Whether a question is let in or refused, by the settings of the server it is asked in."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.answers.reply import Reply
from bot.errors import UserError
from bot.servers.errors import MayNotAskError, NoMentionsError, NotHereError
from bot.servers.policy import Refusal, Way, refusal, within
from bot.servers.settings import ServerSettings
from bot.state.block_cache import BlockCache
from bot.state.conversations import Place
from bot.state.rate_limits import Limits
from bot.state.settings_cache import SettingsCache

_REFUSALS: Mapping[Refusal, type[UserError]] = {
    "channel": NotHereError,
    "mention": NoMentionsError,
    "role": MayNotAskError,
}


@dataclass(frozen=True, slots=True)
class Admission:
    """Lets questions in, by settings, blocks and limits."""

    settings: SettingsCache
    blocks: BlockCache
    limits: Limits

    async def admit(self, reply: Reply[Any], way: Way) -> ServerSettings:
        """Let in what is asked, and count it; return the settings in force where it is asked.

        Raises a UserError where it is not to be answered, BlockedError where the moderators do
        not let a member ask, TooManyError where a member or a channel has asked too much.
        """
        here = await self.allow(reply, way)
        reply.check()
        self.limits.take(place_of(reply), here)
        return here

    async def allow(self, reply: Reply[Any], way: Way) -> ServerSettings:
        """Let in what is asked without counting it; return the settings, as `admit` does."""
        _, settings = await asyncio.gather(
            self.blocks.check(reply.server_id, reply.member_id), self.settings.of(reply.server_id)
        )
        asking = reply.asking(way)
        here = within(settings, asking.places)
        reply.settle(here)
        if (reason := refusal(settings, asking)) is not None:
            raise _REFUSALS[reason]
        return here

    async def offered_to(self, reply: Reply[Any]) -> ServerSettings | None:
        """Return the settings by which a member who types is offered something, if anything."""
        settings = await self.settings.of(reply.server_id)
        asking = reply.asking("command")
        return within(settings, asking.places) if refusal(settings, asking) is None else None


def place_of(reply: Reply[Any]) -> Place:
    """Return where and by whom something was asked: what was asked before is kept by it."""
    return reply.server_id, reply.channel_id, reply.member_id
