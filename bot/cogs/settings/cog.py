"""`/settings`: what the moderators of a server decide, shown and changed in Discord.

Discord shows the command to those with Manage Server; others see it where the server lets
them, under Server Settings > Integrations. Whether they may change anything is asked here again.
"""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.common.moderators import for_moderators
from bot.cogs.settings.panel import PanelControls
from bot.cogs.settings.settings_service import Interaction, SettingsService
from bot.components.settings_control_id import PREFIX
from bot.render import Message, Panel
from bot.replies import FAILED
from bot.servers import settings_file
from bot.servers.errors import UnreadFileError
from bot.servers.records import Change

if TYPE_CHECKING:
    from bot.gateway.client import Bot


class Configure(commands.Cog):
    """Shows the settings of a server to its moderators, or sets them to those of a file."""

    def __init__(self, bot: "Bot") -> None:
        self.service = SettingsService(bot)
        bot.router.add(PREFIX, PanelControls(self.service).answer)

    @app_commands.command()
    @for_moderators(manage_guild=True)
    @app_commands.describe(file="Settings to import: a file as Export in the panel gives it.")
    async def settings(
        self, interaction: Interaction, file: discord.Attachment | None = None
    ) -> None:
        """See and change what I do in this server."""
        async with self.service.answering(interaction) as (reply, panel):
            if file is None:
                await reply.send([panel.overview()])
            else:
                await reply.send([await self._imported(interaction, panel, file)])

    async def _imported(
        self, interaction: Interaction, panel: Panel, file: discord.Attachment
    ) -> Message:
        """Set all settings to those of a file, and return the panel with what has changed."""
        settings_file.check_size(file.size)
        content = await _read(file)
        values = dict(settings_file.imported(content, panel.wording.known, panel.settings))
        await self.service.hold_kept(interaction, panel, values)
        change = Change(interaction.user.id, values, panel.kept.version, "import")
        new = await self.service.changed(interaction, panel, change)
        return new.overview(new.changed(panel.settings))


async def _read(file: discord.Attachment) -> bytes:
    """Return what a file holds; raise UnreadFileError where Discord does not hand it over."""
    try:
        return await file.read()
    except FAILED as error:
        raise UnreadFileError from error
