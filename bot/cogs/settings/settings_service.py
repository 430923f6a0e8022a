"""What the command and the panel share: the right to see settings, and changes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import discord
import structlog

from bot.cogs.common.moderators import check_right, require_server, require_storage
from bot.i18n.translations import Translator
from bot.render import Message, SettingsPanel
from bot.servers import settings_changes
from bot.servers.errors import EveryoneError, LosesQuestionsError, MayNotAppointError
from bot.servers.policy import may_appoint
from bot.servers.records import SettingsChange
from bot.servers.settings import DEFAULTS, LOG_LEVELS, LevelExamples
from bot.servers.settings_changes import NewValues
from bot.servers.settings_fields import SettingsRow
from bot.servers.settings_file import check_known
from bot.servers.settings_text import ServerInventory, SettingsText
from bot.storage.errors import ConflictError
from bot.storage.records import LogDeletions

if TYPE_CHECKING:
    from bot.gateway.client import Bot
    from bot.storage.repository import Storage

_log = structlog.get_logger(__name__)

Interaction = discord.Interaction["Bot"]


@dataclass(frozen=True, slots=True)
class PanelPosition:
    """A row of the panel, or its overview, and the channel that the row is about."""

    row: SettingsRow | None = None
    channel: int = 0


class SettingsService:
    """Opens the settings of a server to its moderators, and changes them."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    @property
    def storage(self) -> "Storage":
        """The database; raises NoStorageError if there is none."""
        return require_storage(self.bot)

    async def open_panel(self, interaction: Interaction, say: Translator) -> SettingsPanel:
        """Return the panel with the present settings; raise MayNotManageError for others."""
        storage, server = self.storage, require_server(interaction)
        await check_right(self.bot, interaction)
        kept = await storage.settings(server)
        known = replace(read_guild(interaction.guild), documents=self.bot.answer_queue.texts.titles)
        return SettingsPanel(kept, SettingsText(say, known))

    async def show(
        self, panel: SettingsPanel, position: PanelPosition, note: str | None = None
    ) -> Message:
        """Return the overview of the panel, or one of its rows."""
        if position.row is None:
            return panel.overview(note)
        if position.row is SettingsRow.STRICTNESS:
            panel = replace(panel, levels=await self._strictness_examples())
        return panel.row(position.row, position.channel, note)

    async def change(
        self, interaction: Interaction, panel: SettingsPanel, change: SettingsChange
    ) -> SettingsPanel:
        """Change the settings.

        Raises ConflictError, BadSettingsError, EveryoneError or MayNotAppointError.
        """
        server, before = require_server(interaction), panel.kept
        values = _without_everyone(dict(change.values), server)
        if change.kind == "set":
            values = settings_changes.drop_deleted_channels(values, panel.wording.known)
        wanted = settings_changes.apply_values(before.settings, values)
        check_known(wanted, panel.wording.known, before.settings)
        if wanted.managing != before.settings.managing:
            check_may_appoint(interaction)
        change = replace(change, values=values, base_version=before.version)
        kept = await self.storage.change(server, change)
        _log.info("settings_changed", fields=sorted(change.values), version=kept.version)
        return replace(panel, kept=kept)

    async def undo(
        self, interaction: Interaction, panel: SettingsPanel, seen: int | None = None
    ) -> tuple[SettingsPanel, str]:
        """Undo the last change, and return a note of which it was.

        Raises ConflictError if it is not the one that was `seen`, MayNotAppointError, or
        LosesQuestionsError.
        """
        server = require_server(interaction)
        last = await self.storage.read_last_change(server)
        if last is not None:
            if "managing" in last.before:
                check_may_appoint(interaction)
            await self.check_nothing_lost(interaction, panel, last.before)
        seen = panel.kept.version if seen is None else seen
        kept, entry = await self.storage.undo(server, interaction.user.id, seen)
        _log.info("settings_changed", fields=sorted(entry.after), version=kept.version)
        panel = replace(panel, kept=kept)
        return panel, panel.describe_undo(entry)

    async def change_row(
        self,
        interaction: Interaction,
        before: SettingsPanel,
        change: SettingsChange,
        position: PanelPosition,
    ) -> Message:
        """Change a row and return it, with a note of what has changed, a question or a conflict."""
        lost = await self.count_lost(interaction, before, change.values)
        if lost != LogDeletions():
            return before.ask_log_confirmation(change.values["log"], lost)
        try:
            panel = await self.change(interaction, before, change)
        except ConflictError as conflict:
            return await self.show_conflict(interaction, before.say, position, conflict)
        return await self.show(panel, position, panel.describe_changes(before.settings))

    async def show_conflict(
        self,
        interaction: Interaction,
        say: Translator,
        position: PanelPosition,
        conflict: ConflictError,
    ) -> Message:
        """Return a row as it is now, with a note of who has changed it meanwhile."""
        _log.info("refused", reason=type(conflict).__name__)
        panel = await self.open_panel(interaction, say)
        return await self.show(
            panel, position, panel.describe_conflict(conflict.field, conflict.by)
        )

    async def confirm(self, interaction: Interaction, panel: SettingsPanel, what: str) -> Message:
        """Return the question asked before all settings are reset, or everything is deleted."""
        if what == "delete":
            check_may_appoint(interaction)
        return panel.ask_confirmation(
            what, await self.count_lost(interaction, panel, dict(DEFAULTS))
        )

    async def count_lost(
        self, interaction: Interaction, panel: SettingsPanel, values: Mapping[str, Any]
    ) -> LogDeletions:
        """Return how many logged questions and counts would be deleted with these values."""
        now = panel.settings
        log = settings_changes.apply_values(now, {"log": values.get("log", now.log)}).log
        if LOG_LEVELS.index(log) >= LOG_LEVELS.index(now.log):
            return LogDeletions()
        return await self.storage.preview_deletions(
            require_server(interaction), log, self.bot.clock.now()
        )

    async def check_nothing_lost(
        self, interaction: Interaction, panel: SettingsPanel, values: Mapping[str, Any]
    ) -> None:
        """Raise LosesQuestionsError if these values would delete logged questions or counts."""
        if await self.count_lost(interaction, panel, values) != LogDeletions():
            raise LosesQuestionsError

    async def _strictness_examples(self) -> LevelExamples:
        return (
            await self.bot.answer_queue.submit(lambda texts: texts.first.examples_by_strictness)
        ).result


def check_may_appoint(interaction: Interaction) -> None:
    """Raise MayNotAppointError for members who may manage settings only through a role."""
    if not may_appoint(interaction.permissions.value):
        raise MayNotAppointError


def read_guild(guild: discord.Guild | None) -> ServerInventory:
    """Return the channels and roles of a server, as far as Discord has sent them."""
    if guild is None or guild.unavailable or guild.default_role is None:
        return ServerInventory()
    channels = {channel.id for channel in (*guild.channels, *guild.threads)}
    everyone = guild.default_role
    public = {
        channel.id for channel in guild.channels if channel.permissions_for(everyone).view_channel
    }
    return ServerInventory(channels, {role.id for role in guild.roles} - {guild.id}, public)


def _without_everyone(values: NewValues, server: int) -> NewValues:
    """Return values without the role @everyone, whose id is the server's.

    Everyone may ask if no role is set; but it must not be everyone who manages settings: that
    raises EveryoneError.
    """
    if server in values.get("managing", ()):
        raise EveryoneError
    if server in values.get("asking", ()):
        return {**values, "asking": ()}
    return values
