"""What all ways to the work of maintainers have in common: the right to it, and its progress."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import discord

from bot.maintenance.child_program import Tell
from bot.maintenance.errors import NotMaintainerError
from bot.maintenance.jobs import Job
from bot.maintenance.maintenance import Maintenance
from bot.maintenance.progress import showing
from bot.maintenance.results import Result, Step
from bot.render import maintenance
from bot.replies import InteractionReply
from bot.replies.long_running import LongRunningReply

if TYPE_CHECKING:
    from bot.gateway.client import Bot

Interaction = discord.Interaction["Bot"]
Work = Callable[[Tell], Awaitable[Result]]


class MaintenanceService:
    """Lets maintainers alone work on the index."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot

    def admit(self, interaction: Interaction) -> Maintenance:
        """Return what runs jobs, to a maintainer; raise NotMaintainerError for others."""
        runner = self.bot.maintenance
        if runner is None:
            raise NotMaintainerError
        runner.admit(interaction.user.id)
        return runner

    async def begin(self, reply: LongRunningReply) -> Maintenance:
        """Begin an answer to a maintainer, and return what runs jobs."""
        runner = self.admit(reply.interaction)
        await reply.begin()
        return runner

    async def shown(self, reply: LongRunningReply, work: Work) -> None:
        """Show how far a job has come, and then what it has come to."""
        runner = self.admit(reply.interaction)

        async def show(step: Step) -> None:
            await reply.show(maintenance.step(step, runner.number, reply.say))

        async with showing(show, self.bot.clock) as tell:
            result = await work(tell)
        await reply.send([maintenance.result(result, reply.say)])

    async def done(self, reply: InteractionReply, job: Job[Result]) -> None:
        """Do what takes but a moment, and show what it has come to."""
        result = await self.admit(reply.interaction).do(job)
        await reply.send([maintenance.result(result, reply.say)])


def who(interaction: Interaction) -> str:
    """Return whoever asks for a job, as the journal of the index names them."""
    return f"{interaction.user.name} ({interaction.user.id})"
