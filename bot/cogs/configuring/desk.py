"""What all ways to the settings have in common: the right to them, their state, a change."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import discord
import structlog

from bot.catalogue import Say
from bot.cogs.moderating import allowed, server_of, stored
from bot.render import Message, Panel
from bot.replies import InteractionReply
from bot.servers import choosing
from bot.servers.choosing import Values
from bot.servers.errors import EveryoneError
from bot.servers.exchange import hold_known
from bot.servers.rows import Row
from bot.servers.settings import Levels, ServerSettings
from bot.servers.wording import Known, Wording
from bot.storage.types import Change

if TYPE_CHECKING:
    from bot.client import Bot
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

Interaction = discord.Interaction["Bot"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the panel something is shown: a row, and the channel that it is about."""

    row: Row | None = None
    channel: int = 0


class Desk:
    """Opens the settings of a server to those who may see them, and changes them."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    @property
    def storage(self) -> "Storage":
        """The database; raises NoStorageError where there is none."""
        return stored(self.bot)

    @asynccontextmanager
    async def answering(
        self, interaction: Interaction
    ) -> AsyncIterator[tuple[InteractionReply, Panel]]:
        """Answer a command for moderators alone, from the settings as they are now."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "settings"):
            await reply.begin()
            yield reply, await self.opened(interaction, reply.say)

    async def opened(self, interaction: Interaction, say: Say) -> Panel:
        """Return the settings as they are kept now; raise MayNotError for others."""
        storage, server = self.storage, server_of(interaction)
        await allowed(self.bot, interaction)
        kept = await storage.settings(server)
        return Panel(kept, Wording(say, known_of(interaction.guild)))

    async def shown(self, panel: Panel, place: Place, note: str | None = None) -> Message:
        """Return the panel, or one row of it."""
        if place.row is None:
            return panel.overview(note)
        if place.row is Row.STRICTNESS:
            panel = replace(panel, levels=await self._levels())
        return panel.row(place.row, place.channel, note)

    async def changed(self, interaction: Interaction, panel: Panel, change: Change) -> Panel:
        """Change the settings; raise ConflictError, BadSettingsError or EveryoneError."""
        server = server_of(interaction)
        change = replace(change, values=_without_everyone(dict(change.values), server))
        wanted = choosing.hold(panel.settings, change.values)
        hold_known(wanted, panel.wording.known, panel.settings)
        kept = await self.storage.change(server, change)
        _log.info("settings changed", fields=sorted(change.values), version=kept.version)
        return replace(panel, kept=kept)

    async def undone(
        self, interaction: Interaction, panel: Panel, seen: int | None = None
    ) -> tuple[Panel, str]:
        """Take back the last change, and say which it was; raise ConflictError for one unseen."""
        server = server_of(interaction)
        kept, entry = await self.storage.undo(server, interaction.user.id, seen)
        _log.info("settings changed", fields=sorted(entry.after), version=kept.version)
        panel = replace(panel, kept=kept)
        return panel, panel.undone(entry)

    async def typed(
        self,
        interaction: Interaction,
        place: Place,
        values: Callable[[ServerSettings], Values | None],
    ) -> None:
        """Change what was typed, and show its row; where nothing was, only show it."""
        async with self.answering(interaction) as (reply, before):
            panel, note = before, None
            wanted = values(before.settings)
            if wanted:
                change = Change(interaction.user.id, wanted, before.kept.version)
                panel = await self.changed(interaction, before, change)
                note = panel.changed(before.settings)
            await reply.send([await self.shown(panel, place, note)])

    async def _levels(self) -> Levels:
        return (await self.bot.thinking.do(lambda shelf: shelf.first.levels())).result


def known_of(guild: discord.Guild | None) -> Known:
    """Return the channels and roles of a server, as far as Discord has said them."""
    if guild is None or guild.unavailable or guild.default_role is None:
        return Known()
    channels = {one.id for one in (*guild.channels, *guild.threads)}
    return Known(channels, {one.id for one in guild.roles} - {guild.id})


def _without_everyone(values: Values, server: int) -> Values:
    """Take the role that everyone has for what it means; its number is the server's."""
    if server in values.get("managing", ()):
        raise EveryoneError
    if server in values.get("asking", ()):
        return {**values, "asking": ()}
    return values
