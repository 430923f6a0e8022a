"""`/settings`: what the moderators of a server decide, shown and changed in Discord.

Discord shows the commands to those with Manage Server; others see them where the server lets
them, under Server Settings > Integrations. Whether they may change anything is asked here again.
"""

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.cogs.common.moderators import for_moderators
from bot.cogs.settings.panel import Using
from bot.cogs.settings.settings_service import SettingsService
from bot.cogs.settings.subcommands import Typed
from bot.cogs.settings.transfer import Moving
from bot.components.settings_control_id import PREFIX

if TYPE_CHECKING:
    from bot.gateway.client import Bot


@for_moderators(manage_guild=True)
class Configure(
    Moving,
    Typed,
    Using,
    commands.GroupCog,
    group_name="settings",
    group_description="See and change what I do in this server.",
):
    """Shows the settings of a server to its moderators, and changes them."""

    def __init__(self, bot: "Bot") -> None:
        self.desk = SettingsService(bot)
        bot.router.add(PREFIX, self.on_control)
