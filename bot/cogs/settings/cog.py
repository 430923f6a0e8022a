"""`/settings`: the settings of a server, shown and changed by its moderators.

Discord shows the command to members with Manage Server, and to others if the server's
Integrations page says so. Whether they may change anything is checked here again.
"""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.common.attachments import read_attachment
from bot.cogs.common.moderators import for_moderators
from bot.cogs.settings.panel import PanelControls
from bot.cogs.settings.settings_service import Interaction, SettingsService
from bot.components.settings_control_id import PREFIX
from bot.render import Message, SettingsPanel
from bot.replies import InteractionReply
from bot.servers import settings_file
from bot.servers.records import SettingsChange

if TYPE_CHECKING:
    from bot.gateway.client import Bot


class SettingsCog(commands.Cog):
    """Opens the settings panel, or imports settings from a file."""

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
        reply = InteractionReply(interaction, private=True)
        async with self.service.bot.question(reply, "settings"):
            await reply.begin()
            panel = await self.service.open_panel(interaction, reply.say)
            if file is None:
                await reply.send([panel.overview()])
            else:
                await reply.send([await self._import(interaction, panel, file)])

    async def _import(
        self, interaction: Interaction, panel: SettingsPanel, file: discord.Attachment
    ) -> Message:
        """Import settings from a file, and return the panel with a note of what has changed."""
        content = await read_attachment(file, settings_file.check_size)
        values = dict(settings_file.import_settings(content, panel.wording.known, panel.settings))
        await self.service.check_nothing_lost(interaction, panel, values)
        change = SettingsChange(interaction.user.id, values, panel.kept.version, "import")
        after = await self.service.change(interaction, panel, change)
        return after.overview(after.describe_changes(panel.settings))
