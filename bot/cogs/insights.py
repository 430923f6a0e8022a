"""Insights: what a server's moderators may know of its questions, with a picture."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.common.moderators import allowed, for_moderators, server_of, stored
from bot.i18n.translations import Translator
from bot.render.insights import answered, most, summary
from bot.render.insights_chart import Chart, can_draw, drawn
from bot.replies import InteractionReply
from bot.storage.records import Insights as Known

if TYPE_CHECKING:
    from bot.gateway.client import Bot

DAYS = 30
"""Days that are looked back on unless told."""

_Interaction = discord.Interaction["Bot"]


class Insights(commands.Cog):
    """Shows what became of a server's questions: nothing that names a member."""

    def __init__(self, bot: "Bot") -> None:
        self.bot, self._drawing = bot, asyncio.Lock()

    @app_commands.command()
    @for_moderators(manage_guild=True)
    @app_commands.describe(days="How many days to look back on: 30 unless told.")
    async def insights(
        self, interaction: _Interaction, days: app_commands.Range[int, 1, 365] = DAYS
    ) -> None:
        """Show you alone how many questions were asked here, and what became of them."""
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "insights"):
            settings = await allowed(self.bot, interaction)
            storage, today = stored(self.bot), self.bot.clock.now().date()
            await reply.begin()
            since = today - timedelta(days=days - 1)
            known = await storage.insights(server_of(interaction), since)
            async with self._drawing:  # matplotlib is not for several threads at once
                picture = await _picture(known, reply.say)
            await reply.send(render.insights(known, settings.log, reply.say, picture))


async def _picture(known: Known, say: Translator) -> render.Picture | None:
    """Return what is drawn, off the event loop; None where nothing is to be, or can be, drawn."""
    if not known.days or not can_draw():
        return None
    parts = {day: (answered(of), sum(of.values()) - answered(of)) for day, of in known.days.items()}
    pages = most(known.pages)
    chart = Chart(
        days=parts,
        pages=pages,
        a_day=say("Questions a day"),
        answered=say("answered"),
        refused=say("not answered"),
        quoted=say("Pages quoted most"),
    )
    told = [summary(known, say), *(f"{page}: {times}×" for page, times in pages[:3])]
    return render.Picture(await asyncio.to_thread(drawn, chart), " ".join(told)[:1000])
