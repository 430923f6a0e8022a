"""Admission: whether a server's settings, blocks and rate limits let a question in."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answers.reply import Reply
from bot.errors import UserError
from bot.servers.errors import MayNotAskError, NoMentionsError, NoTextHereError, NotHereError
from bot.servers.policy import AskingWay, RefusalReason, find_refusal, resolve_settings
from bot.servers.settings import ServerSettings
from bot.state.conversations import ConversationKey
from bot.state.rate_limits import RateLimits
from bot.state.server_caches import BlockCache, SettingsCache

if TYPE_CHECKING:
    from bot.answers.open_texts import OpenTexts

_REFUSALS: Mapping[RefusalReason, type[UserError]] = {
    "channel": NotHereError,
    "mention": NoMentionsError,
    "role": MayNotAskError,
}


@dataclass(frozen=True, slots=True)
class Admission:
    """Decides which questions are answered, by settings, blocks and rate limits."""

    settings: SettingsCache
    blocks: BlockCache
    limits: RateLimits

    async def admit(self, reply: Reply[Any], way: AskingWay) -> ServerSettings:
        """Admit a question and count it; return the settings in force in its channel.

        Raises a UserError where the question may not be asked, BlockedError where the moderators
        have blocked the member, TooManyQuestionsError where the member or the channel is over its
        limit.
        """
        settings = await self.allow(reply, way)
        reply.check_permissions()
        self.limits.take(conversation_key(reply), settings)
        return settings

    async def allow(self, reply: Reply[Any], way: AskingWay) -> ServerSettings:
        """Admit a question without counting it; otherwise like `admit`."""
        _, server_settings = await asyncio.gather(
            self.blocks.check(reply.server_id, reply.member_id), self.settings.of(reply.server_id)
        )
        asking = reply.asking(way)
        settings = resolve_settings(server_settings, asking.places)
        reply.apply_settings(settings)
        if (reason := find_refusal(server_settings, asking)) is not None:
            raise _REFUSALS[reason]
        return settings

    async def texts_for_autocomplete(
        self, reply: Reply[Any], texts: "OpenTexts"
    ) -> "OpenTexts | None":
        """Return the texts that a member may ask while they are typing; None if there are none."""
        settings = await self.settings.of(reply.server_id)
        asking = reply.asking("command")
        if find_refusal(settings, asking) is not None:
            return None
        with suppress(NoTextHereError):
            return texts.select(resolve_settings(settings, asking.places).documents)
        return None


def conversation_key(reply: Reply[Any]) -> ConversationKey:
    """Return the key under which the asker's earlier questions in this channel are kept."""
    return reply.server_id, reply.channel_id, reply.member_id
