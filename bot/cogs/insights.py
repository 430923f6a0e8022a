"""Insights: counts of a server's questions for its moderators, with a chart."""

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.cogs.common.moderators import check_right, for_moderators, require_server, require_storage
from bot.i18n.translations import Translator
from bot.render.insights import count_answered, rank_pages, summarize_questions
from bot.render.insights_chart import Chart, can_draw, draw_chart
from bot.replies import InteractionReply
from bot.storage.records import Insights as ServerInsights

if TYPE_CHECKING:
    from bot.gateway.client import Bot

DAYS = 30
"""Days to look back on by default."""

_Interaction = discord.Interaction["Bot"]


class InsightsCog(commands.Cog):
    """Shows what became of a server's questions, without anything about their askers."""

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
            settings = await check_right(self.bot, interaction)
            storage, today = require_storage(self.bot), self.bot.clock.now().date()
            await reply.begin()
            since = today - timedelta(days=days - 1)
            insights = await storage.read_insights(require_server(interaction), since)
            async with self._drawing:  # matplotlib is not thread-safe
                picture = await _draw(insights, reply.say)
            await reply.send(render.insights(insights, settings.log, reply.say, picture))


async def _draw(insights: ServerInsights, say: Translator) -> render.AttachedPicture | None:
    """Draw a chart off the event loop; return None without data, or without matplotlib."""
    if not insights.days or not can_draw():
        return None
    days = {
        day: (count_answered(counts), sum(counts.values()) - count_answered(counts))
        for day, counts in insights.days.items()
    }
    pages = rank_pages(insights.pages)
    chart = Chart(
        days=days,
        pages=pages,
        days_title=say("Questions a day"),
        answered_label=say("answered"),
        refused_label=say("not answered"),
        pages_title=say("Pages quoted most"),
    )
    alt = [summarize_questions(insights, say), *(f"{page}: {times}×" for page, times in pages[:3])]
    return render.AttachedPicture(await asyncio.to_thread(draw_chart, chart), " ".join(alt)[:1000])
