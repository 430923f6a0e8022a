"""The buttons under what maintainers are shown: all that they mean stands in the message."""

from typing import TYPE_CHECKING, Any

from discord.ext import commands

from bot import render
from bot.cogs.maintenance.maintenance_service import Interaction, MaintenanceService, who
from bot.components.controls import read_form
from bot.components.maintenance_button_id import MaintenanceAction, MaintenanceButtonId, read
from bot.i18n.translations import later
from bot.maintenance import jobs
from bot.maintenance.errors import NoReasonError
from bot.maintenance.jobs import Job
from bot.maintenance.results import Result
from bot.render.maintenance import REASON, why
from bot.replies import InPlaceReply

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_LEFT = later("All stays as it is.")


class MaintenanceButtons(commands.Cog):
    """Does what the buttons of maintainers say, also those from before the bot was started."""

    service: MaintenanceService

    async def on_control(self, interaction: Interaction, custom_id: str) -> None:
        """Do what a button says, or take the reason that was typed into a form."""
        reply = InPlaceReply(interaction)
        async with self.service.bot.question(reply, "maintain"):
            self.service.admit(interaction)
            button = read(custom_id)
            handlers: dict[
                MaintenanceAction, Callable[[InPlaceReply, MaintenanceButtonId], Awaitable[None]]
            ] = {
                MaintenanceAction.CANCEL: self._cancel,
                MaintenanceAction.PROMOTE: self._promote,
                MaintenanceAction.ASK: self._ask,
                MaintenanceAction.FORCE: self._force,
                MaintenanceAction.DISCARD: self._discard,
                MaintenanceAction.BACK: self._go_back,
                MaintenanceAction.LEAVE: self._leave,
            }
            await handlers[button.action](reply, button)

    async def _cancel(self, reply: InPlaceReply, button: MaintenanceButtonId) -> None:
        """Give up the work; that it was stands where its progress did."""
        self.service.admit(reply.interaction).cancel(button.name)
        await reply.begin()

    async def _promote(self, reply: InPlaceReply, button: MaintenanceButtonId) -> None:
        await self._do(reply, jobs.promote(button.name, who(reply.interaction)))

    async def _ask(self, reply: InPlaceReply, button: MaintenanceButtonId) -> None:
        await reply.show_form(why(button, reply.say))

    async def _force(self, reply: InPlaceReply, button: MaintenanceButtonId) -> None:
        data: Any = reply.interaction.data or {}
        reason = " ".join((read_form(data.get("components", ())).get(REASON) or "").split())
        if not reason:
            raise NoReasonError
        await self._do(reply, jobs.promote(button.name, who(reply.interaction), reason))

    async def _discard(self, reply: InPlaceReply, button: MaintenanceButtonId) -> None:
        await self._do(reply, jobs.discard(button.name))

    async def _go_back(self, reply: InPlaceReply, button: MaintenanceButtonId) -> None:
        await self._do(reply, jobs.roll_back(button.name, who(reply.interaction), button.seen))

    async def _do(self, reply: InPlaceReply, job: Job[Result]) -> None:
        await reply.begin()
        await self.service.done(reply, job)

    async def _leave(self, reply: InPlaceReply, _: MaintenanceButtonId) -> None:
        await reply.begin()
        await reply.send([render.sentence(reply.say(_LEFT), reply.say)])
