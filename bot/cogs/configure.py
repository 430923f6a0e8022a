"""`/settings`: what the moderators of a server decide, shown and changed in Discord.

Discord shows the commands to those with Manage Server; others see them where the server lets
them, under Server Settings > Integrations. Whether they may change anything is asked here again.
"""

from typing import TYPE_CHECKING

from discord.ext import commands

from bot.cogs.configuring.desk import Desk
from bot.cogs.configuring.moving import Moving
from bot.cogs.configuring.typed import Typed
from bot.cogs.configuring.using import Using
from bot.cogs.moderating import for_moderators

if TYPE_CHECKING:
    from bot.client import Bot


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
        self.desk = Desk(bot)
