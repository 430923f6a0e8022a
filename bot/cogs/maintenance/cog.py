"""`/maintain`: the editions of the text, built, compared, promoted and taken back in Discord.

An index belongs to whoever runs the bot and to no server: so do those who may change it, whom
CONCORDANCE_MAINTAINERS names. Discord shows the commands to administrators, and to everybody in
direct messages; the bot asks for the right each time.
"""

from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot.cogs.common.attachments import read_attachment
from bot.cogs.maintenance.buttons import MaintenanceButtons
from bot.cogs.maintenance.maintenance_service import Interaction, MaintenanceService, who
from bot.components.maintenance_button_id import PREFIX
from bot.errors import UserError
from bot.maintenance import jobs
from bot.maintenance.given_file import GivenFile
from bot.render import maintenance
from bot.replies.long_running import LongRunningReply
from embeddings.messages import TranslatableMessage
from embeddings.readers.registry import READERS

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_OFFERED = 25
_NAME = 100

_, *_FORMATS, _LAST_FORMAT = (reader.label for reader in READERS)
_FILE = TranslatableMessage(
    "The text: plain, {formats} or {last}; at most 25 MB.",
    formats=", ".join(_FORMATS),
    last=_LAST_FORMAT,
)

_Named = app_commands.Range[str, 1, _NAME]
_Choices = list[app_commands.Choice[str]]


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
@app_commands.allowed_installs(guilds=True, users=False)
@app_commands.default_permissions()
class MaintenanceCog(
    MaintenanceButtons,
    commands.GroupCog,
    group_name="maintain",
    group_description="Build, compare and change the editions of my text.",
):
    """Lets maintainers look after the text that the bot answers from."""

    def __init__(self, bot: "Bot") -> None:
        self.service = MaintenanceService(bot)
        bot.router.add(PREFIX, self.on_control)

    @app_commands.command()
    @app_commands.describe(
        file=app_commands.locale_str(_FILE),
        document="The entry of the manifest that describes it; found by its opening unless told.",
    )
    async def build(
        self, interaction: Interaction, file: discord.Attachment, document: _Named | None = None
    ) -> None:
        """Build a candidate of a text, and show what differs from what is live."""
        reply = LongRunningReply(interaction)
        async with self.service.bot.question(reply, "maintain"):
            runner = await self.service.begin(reply)
            content = await read_attachment(file, runner.check)
            given = GivenFile(content, file.filename, document)
            await self.service.shown(reply, lambda tell: runner.build(given, tell))

    @app_commands.command()
    async def editions(self, interaction: Interaction) -> None:
        """Show the editions: which is live, since when, by whom and why."""
        reply = LongRunningReply(interaction)
        async with self.service.bot.question(reply, "maintain"):
            listed = await (await self.service.begin(reply)).editions()
            await reply.send([maintenance.editions(listed, reply.say)])

    @app_commands.command()
    @app_commands.describe(edition="An edition; the latest candidate unless told.")
    async def diff(self, interaction: Interaction, edition: _Named | None = None) -> None:
        """Show what an edition has otherwise than the live one, and whether it may go live."""
        reply = LongRunningReply(interaction)
        async with self.service.bot.question(reply, "maintain"):
            runner = await self.service.begin(reply)
            await self.service.shown(reply, lambda tell: runner.do(jobs.compare(edition), tell))

    @app_commands.command()
    @app_commands.describe(edition="An edition; the latest candidate unless told.")
    async def promote(self, interaction: Interaction, edition: _Named | None = None) -> None:
        """Let an edition go live, where nothing is lost and its questions are answered no worse."""
        reply = LongRunningReply(interaction)
        async with self.service.bot.question(reply, "maintain"):
            await self.service.begin(reply)
            await self.service.done(reply, jobs.promote(edition, who(interaction)))

    @app_commands.command()
    @app_commands.describe(edition="An edition that was live; the one before unless told.")
    async def rollback(self, interaction: Interaction, edition: _Named | None = None) -> None:
        """Go back to an edition that was live before; asks first."""
        reply = LongRunningReply(interaction)
        async with self.service.bot.question(reply, "maintain"):
            target, live = await (await self.service.begin(reply)).back(edition)
            await reply.send([maintenance.going_back(target, live, reply.say)])

    @diff.autocomplete("edition")
    @promote.autocomplete("edition")
    @rollback.autocomplete("edition")
    async def _editions(self, interaction: Interaction, begun: str) -> _Choices:
        """Offer the editions that are not live to those who may know them."""
        try:
            listed = await self.service.admit(interaction).editions()
        except UserError:
            return []
        names = [edition.name for edition in listed if edition.state != "live"]
        return _choices(names, begun)

    @build.autocomplete("document")
    async def _documents(self, interaction: Interaction, begun: str) -> _Choices:
        try:
            return _choices(await self.service.admit(interaction).documents(), begun)
        except UserError:
            return []


def _choices(names: list[str] | tuple[str, ...], begun: str) -> _Choices:
    fitting = [name for name in names if name.startswith(begun.strip()) and len(name) <= _NAME]
    return [app_commands.Choice(name=name, value=name) for name in fitting[:_OFFERED]]
