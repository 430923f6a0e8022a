"""What the command and the panel have in common: the right to the settings, and a change."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.cogs.common.moderators import allowed, server_of, stored
from bot.i18n.translations import Translator
from bot.render import Message, Panel
from bot.replies import InteractionReply
from bot.servers import settings_changes
from bot.servers.errors import EveryoneError, LosesQuestionsError, MayNotAppointError
from bot.servers.records import Change
from bot.servers.rights import may_appoint
from bot.servers.settings import DEFAULTS, LOGS, Levels
from bot.servers.settings_changes import Values
from bot.servers.settings_fields import Row
from bot.servers.settings_file import hold_known
from bot.servers.settings_text import Known, SettingsText
from bot.storage.errors import ConflictError
from bot.storage.records import Lost

if TYPE_CHECKING:
    from bot.gateway.client import Bot
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

Interaction = discord.Interaction["Bot"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the panel something is shown: a row, and the channel that it is about."""

    row: Row | None = None
    channel: int = 0


class SettingsService:
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

    async def opened(self, interaction: Interaction, say: Translator) -> Panel:
        """Return the settings as they are kept now; raise MayNotError for others."""
        storage, server = self.storage, server_of(interaction)
        await allowed(self.bot, interaction)
        kept = await storage.settings(server)
        known = replace(known_of(interaction.guild), documents=self.bot.thinking.texts.titles)
        return Panel(kept, SettingsText(say, known))

    async def shown(self, panel: Panel, place: Place, note: str | None = None) -> Message:
        """Return the panel, or one row of it."""
        if place.row is None:
            return panel.overview(note)
        if place.row is Row.STRICTNESS:
            panel = replace(panel, levels=await self._levels())
        return panel.row(place.row, place.channel, note)

    async def changed(self, interaction: Interaction, panel: Panel, change: Change) -> Panel:
        """Change the settings.

        Raises ConflictError, BadSettingsError, EveryoneError or MayNotAppointError.
        """
        server, now = server_of(interaction), panel.kept
        values = _without_everyone(dict(change.values), server)
        if change.kind == "set":
            values = settings_changes.without_deleted(values, panel.wording.known)
        wanted = settings_changes.hold(now.settings, values)
        hold_known(wanted, panel.wording.known, now.settings)
        if wanted.managing != now.settings.managing:
            hold_appointing(interaction)
        change = replace(change, values=values, made=now.version)
        kept = await self.storage.change(server, change)
        _log.info("settings_changed", fields=sorted(change.values), version=kept.version)
        return replace(panel, kept=kept)

    async def undone(
        self, interaction: Interaction, panel: Panel, seen: int | None = None
    ) -> tuple[Panel, str]:
        """Take back the last change, and say which it was.

        Raises ConflictError for one unseen, MayNotAppointError, and LosesQuestionsError.
        """
        server = server_of(interaction)
        last = await self.storage.last(server)
        if last is not None:
            if "managing" in last.before:
                hold_appointing(interaction)
            await self.hold_kept(interaction, panel, last.before)
        seen = panel.kept.version if seen is None else seen
        kept, entry = await self.storage.undo(server, interaction.user.id, seen)
        _log.info("settings_changed", fields=sorted(entry.after), version=kept.version)
        panel = replace(panel, kept=kept)
        return panel, panel.undone(entry)

    async def done(
        self, interaction: Interaction, before: Panel, change: Change, place: Place
    ) -> Message:
        """Change a row, and return it with what has changed; or what is asked or told before."""
        lost = await self.lost(interaction, before, change.values)
        if lost != Lost():
            return before.losing(change.values["log"], lost)
        try:
            panel = await self.changed(interaction, before, change)
        except ConflictError as conflict:
            return await self.overtaken(interaction, before.say, place, conflict)
        return await self.shown(panel, place, panel.changed(before.settings))

    async def overtaken(
        self, interaction: Interaction, say: Translator, place: Place, conflict: ConflictError
    ) -> Message:
        """Return a row as it is now, with who has changed what of it meanwhile."""
        _log.info("refused", reason=type(conflict).__name__)
        panel = await self.opened(interaction, say)
        return await self.shown(panel, place, panel.overtaken(conflict.field, conflict.by))

    async def asked(self, interaction: Interaction, panel: Panel, what: str) -> Message:
        """Return what is asked before all settings are reset, or all is deleted."""
        if what == "delete":
            hold_appointing(interaction)
        return panel.asking(what, await self.lost(interaction, panel, dict(DEFAULTS)))

    async def lost(self, interaction: Interaction, panel: Panel, values: Mapping[str, Any]) -> Lost:
        """Return what is deleted of questions kept and counted, if some values are set."""
        now = panel.settings
        log = settings_changes.hold(now, {"log": values.get("log", now.log)}).log
        if LOGS.index(log) >= LOGS.index(now.log):
            return Lost()
        return await self.storage.lost(server_of(interaction), log, self.bot.clock.now())

    async def hold_kept(
        self, interaction: Interaction, panel: Panel, values: Mapping[str, Any]
    ) -> None:
        """Raise LosesQuestionsError where some values would delete questions, or their counts."""
        if await self.lost(interaction, panel, values) != Lost():
            raise LosesQuestionsError

    async def _levels(self) -> Levels:
        return (
            await self.bot.thinking.submit(lambda texts: texts.first.examples_by_strictness)
        ).result


def hold_appointing(interaction: Interaction) -> None:
    """Raise MayNotAppointError for those who are let in by a role alone."""
    if not may_appoint(interaction.permissions.value):
        raise MayNotAppointError


def known_of(guild: discord.Guild | None) -> Known:
    """Return the channels and roles of a server, as far as Discord has said them."""
    if guild is None or guild.unavailable or guild.default_role is None:
        return Known()
    channels = {channel.id for channel in (*guild.channels, *guild.threads)}
    everyone = guild.default_role
    public = {
        channel.id for channel in guild.channels if channel.permissions_for(everyone).view_channel
    }
    return Known(channels, {role.id for role in guild.roles} - {guild.id}, public)


def _without_everyone(values: Values, server: int) -> Values:
    """Take the role that everyone has for what it means; its number is the server's."""
    if server in values.get("managing", ()):
        raise EveryoneError
    if server in values.get("asking", ()):
        return {**values, "asking": ()}
    return values
