"""The settings as a whole: shown, exported and imported, reset, taken back, deleted."""

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.common.moderators import server_of
from bot.cogs.settings.settings_service import Interaction, Place, SettingsService
from bot.i18n.translations import later
from bot.replies import FAILED
from bot.servers import settings_file
from bot.servers.errors import UnreadFileError
from bot.servers.records import Change

FILE = "settings.json"

_EXPORTED = later("These are the settings of this server; /settings import reads them.")


class Moving(commands.Cog):
    """Does what concerns all settings at once."""

    desk: SettingsService

    @app_commands.command()
    async def show(self, interaction: Interaction) -> None:
        """Show the settings, and change them one at a time."""
        await self.desk.typed(interaction, Place(), lambda _: None)

    @app_commands.command()
    async def export(self, interaction: Interaction) -> None:
        """Get the settings as a file."""
        async with self.desk.answering(interaction) as (reply, panel):
            words = settings_file.exported(panel.settings)
            await reply.send([render.Message(reply.say(_EXPORTED), file=words, named=FILE)])

    @app_commands.command(name="import")
    @app_commands.describe(file="A file as /settings export makes it.")
    async def import_(self, interaction: Interaction, file: discord.Attachment) -> None:
        """Set all settings to those of a file."""
        async with self.desk.answering(interaction) as (reply, panel):
            settings_file.check_size(file.size)
            before, known = panel.settings, panel.wording.known
            settings = settings_file.imported(await _read(file), known, before)
            values, seen = dict(settings), panel.kept.version
            await self.desk.hold_kept(interaction, panel, values)
            change = Change(interaction.user.id, values, seen, "import")
            new = await self.desk.changed(interaction, panel, change)
            await reply.send([new.overview(new.changed(before))])

    @app_commands.command()
    async def reset(self, interaction: Interaction) -> None:
        """Set all settings back to what they were at first; asks before."""
        await self._ask(interaction, "reset")

    @app_commands.command(name="delete-everything")
    async def delete_everything(self, interaction: Interaction) -> None:
        """Delete all that I keep of this server; asks before."""
        await self._ask(interaction, "delete")

    @app_commands.command()
    async def undo(self, interaction: Interaction) -> None:
        """Take back the last change of the settings."""
        async with self.desk.answering(interaction) as (reply, panel):
            undone, note = await self.desk.undone(interaction, panel)
            await reply.send([undone.overview(note)])

    @app_commands.command()
    async def history(self, interaction: Interaction) -> None:
        """Show who changed which setting, and when."""
        async with self.desk.answering(interaction) as (reply, panel):
            entries = await self.desk.storage.history(server_of(interaction))
            await reply.send([panel.history(entries)])

    async def _ask(self, interaction: Interaction, what: str) -> None:
        """Ask whether a moderator is sure."""
        async with self.desk.answering(interaction) as (reply, panel):
            await reply.send([await self.desk.asked(interaction, panel, what)])


async def _read(file: discord.Attachment) -> bytes:
    """Return what a file holds; raise UnreadFileError where Discord does not hand it over."""
    try:
        return await file.read()
    except FAILED as error:
        raise UnreadFileError from error
