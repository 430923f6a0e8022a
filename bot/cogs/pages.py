"""Looking up: a page, a paragraph, the works that are quoted, the contents, a quotation."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import discord
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.book import Book
from bot.buttons import Look
from bot.catalogue import Say
from bot.replies import InteractionReply
from embeddings import completion, looking_up
from embeddings.answer import LIMIT
from embeddings.at_random import Wanted
from embeddings.types import Answer, Span

if TYPE_CHECKING:
    from bot.client import Bot

_Interaction = discord.Interaction["Bot"]
_Short = app_commands.Range[str, 1, 100]
_HELD = 1_000


class Pages(commands.Cog):
    """Looks up what is at a place of the text, and what it quotes."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._chance = Random()  # noqa: S311  (a draw, no secret)
        self._drawn: OrderedDict[int | None, Span] = OrderedDict()

    @app_commands.command()
    @app_commands.describe(
        number="A page or a range: 45, xii, 280-281.",
        work="Only of this work; else of all that the text quotes.",
        private="Show the answer to you alone.",
    )
    async def page(
        self,
        interaction: _Interaction,
        number: _Short,
        work: _Short | None = None,
        private: bool = False,
    ) -> None:
        """Show every quotation that cites a page."""
        reply = InteractionReply(interaction, private=private)
        async with self.bot.question(reply, "page"):
            await self._answer(reply, lambda one: looking_up.page(one.concordance, number, work))

    @app_commands.command()
    @app_commands.describe(
        number="The number of a paragraph, as answers give it: ¶ 12.",
        private="Show the answer to you alone.",
    )
    async def paragraph(
        self, interaction: _Interaction, number: _Short, private: bool = False
    ) -> None:
        """Show a paragraph of the text."""
        reply = InteractionReply(interaction, private=private)
        async with self.bot.question(reply, "paragraph"):
            await self._answer(reply, lambda one: looking_up.paragraph(one.concordance, number))

    @app_commands.command()
    @app_commands.describe(
        work="From this work.",
        page="From this page: 45, xii, 280-281.",
        theme="On this theme, in words.",
        private="Show the answer to you alone.",
    )
    async def quote(
        self,
        interaction: _Interaction,
        work: _Short | None = None,
        page: _Short | None = None,
        theme: app_commands.Range[str, 1, 300] | None = None,
        private: bool = False,
    ) -> None:
        """Show a quotation at random."""
        reply = InteractionReply(interaction, private=private)
        last = self._drawn.get(interaction.channel_id)
        wanted = Wanted(work, page, theme)

        def draw(one: Book) -> Answer:
            return looking_up.quotation(
                one.concordance, wanted, self._chance, last, one.answerer.speaking_to
            )

        async with self.bot.question(reply, "quote"):
            found = await self._answer(reply, draw)
            if found.shown:
                self._remember(interaction.channel_id, found.shown[0].passage.span)

    @app_commands.command()
    async def works(self, interaction: _Interaction) -> None:
        """Show what the text quotes, how often, and which pages."""
        await self._list(interaction, render.works)

    @app_commands.command()
    async def contents(self, interaction: _Interaction) -> None:
        """Show where the text goes: its parts, with their paragraphs."""
        await self._list(interaction, render.contents)

    @app_commands.command()
    async def about(self, interaction: _Interaction) -> None:
        """Show which text this is, in which edition, and what the bot keeps."""
        await self._list(interaction, render.about)

    @page.autocomplete("number")
    @quote.autocomplete("page")
    async def _pages(self, _: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = completion.pages(typed, self.bot.thinking.book.works)
        return [app_commands.Choice(name=one.name, value=one.value) for one in found]

    @page.autocomplete("work")
    @quote.autocomplete("work")
    async def _works(self, _: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = completion.works(typed, self.bot.thinking.book.works)
        return [app_commands.Choice(name=one.name, value=one.value) for one in found]

    async def _answer(self, reply: InteractionReply, work: Callable[[Book], Answer]) -> Answer:
        """Look something up and show it; a page that many quotations cite, from the first."""
        self.bot.limits.take(reply.member_id, reply.channel_id)
        thinking = self.bot.thinking.do(work)
        await reply.begin()
        found, book = await thinking
        more = len(found.shown) > LIMIT
        first = replace(found, shown=found.shown[:LIMIT])
        look = Look(reply.say, reply.member_id, reply.private, more)
        await reply.send(render.answer(first, book.document, look))
        return found

    async def _list(
        self, interaction: _Interaction, listed: Callable[[Book, Say], Sequence[render.Message]]
    ) -> None:
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "list"):
            thinking = self.bot.thinking.do(lambda one: listed(one, reply.say))
            await reply.begin()
            await reply.send((await thinking).result)

    def _remember(self, channel: int | None, span: Span) -> None:
        self._drawn[channel] = span
        self._drawn.move_to_end(channel)
        while len(self._drawn) > _HELD:
            self._drawn.popitem(last=False)
