"""Looking up: a page, a paragraph, the works that are quoted, the contents, a quotation."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import discord
from cachetools import LRUCache
from discord import app_commands
from discord.ext import commands

from bot import render
from bot.answers import autocomplete
from bot.answers.answer_question import build_look
from bot.answers.open_text import OpenText
from bot.answers.open_texts import OpenTexts
from bot.answers.strictness import bar_at
from bot.cogs.common.offered_texts import offered
from bot.i18n.translations import Translator, later
from bot.replies import InteractionReply
from bot.servers.settings import ServerSettings
from embeddings.answering.random_of_several import Drawing, Drawn
from embeddings.answering.several_texts import ask_each
from embeddings.errors import AskedError
from embeddings.lookup import lookups
from embeddings.lookup.random_quotation import Wanted
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_Interaction = discord.Interaction["Bot"]
_Short = app_commands.Range[str, 1, 100]
_FIRST = later("The first {shown} of {count} passages that cite {where}:")
MAX_CHANNELS = 1_000
"""Channels of which it is known what was drawn last."""


class Pages(commands.Cog):
    """Looks up what is at a place of the text, and what it quotes."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._chance = Random()  # noqa: S311  (a draw, no secret)
        self._drawn: LRUCache[int | None, Drawn] = LRUCache(MAX_CHANNELS)

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
            await self._answer(
                reply, _each(lambda one: lookups.page(one.concordance, number, work))
            )

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
            await self._answer(reply, _each(lambda one: lookups.paragraph(one.concordance, number)))

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
        wanted, channel = Wanted(work, page, theme), interaction.channel_id

        def draw(texts: OpenTexts, settings: ServerSettings) -> Answer:
            """Draw; one at a time, so that none sees the same last one as another."""
            last, level = self._drawn.get(channel), settings.strictness
            drawing = Drawing(wanted, self._chance, last, lambda one: bar_at(level, one.bar))
            found = drawing.of([one.answerer for one in texts.all])
            if found.shown:
                self._drawn[channel] = Drawn(found.edition, found.shown[0].passage.span)
            return found

        async with self.bot.question(reply, "quote"):
            await self._answer(reply, draw)

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
    async def _pages(self, one: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if (texts := await self._shelf(one)) is None:
            return []
        chosen = None
        if name := one.namespace.work:
            with suppress(AskedError):  # half a name means no work yet
                chosen = texts.quoted_work(name)
        return _choices(autocomplete.suggest_pages(typed, texts.works, chosen))

    @page.autocomplete("work")
    @quote.autocomplete("work")
    async def _works(self, one: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        texts = await self._shelf(one)
        return _choices(autocomplete.suggest_works(typed, texts.works)) if texts is not None else []

    async def _shelf(self, interaction: _Interaction) -> OpenTexts | None:
        """Return what a member who types is offered something of; None where that is nothing."""
        return await offered(self.bot, InteractionReply(interaction, private=True))

    async def _answer(
        self, reply: InteractionReply, work: Callable[[OpenTexts, ServerSettings], Answer]
    ) -> None:
        """Look something up and show it; a page that many quotations cite, from the first."""
        settings = await self.bot.admission.admit(reply, "command")
        thinking = self.bot.thinking.submit(lambda texts: work(texts, settings), settings.documents)
        await reply.begin()
        found = (await thinking).result
        most = settings.passages
        more = len(found.shown) > most
        first = replace(found, shown=found.shown[:most], message=_counted(found, most))
        look = build_look(reply, settings, more=more)
        await reply.send(render.answer(first, look))
        self.bot.metrics.count(found.outcome)

    async def _list(
        self,
        interaction: _Interaction,
        listed: Callable[[OpenText, Translator], Sequence[render.Message]],
    ) -> None:
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "list"):
            settings = await self.bot.admission.admit(reply, "command")
            thinking = self.bot.thinking.submit(
                lambda texts: render.joined(listed(one, reply.say) for one in texts.all),
                settings.documents,
            )
            await reply.begin()
            await reply.send((await thinking).result)


def _each(look: Callable[[OpenText], Answer]) -> Callable[[OpenTexts, ServerSettings], Answer]:
    """Return what looks something up in each text."""
    return lambda texts, _settings: ask_each(texts.all, look)


def _choices(found: Sequence[autocomplete.Suggestion]) -> list[app_commands.Choice[str]]:
    """Return choices as Discord takes them."""
    return [app_commands.Choice(name=one.name, value=one.value) for one in found]


def _counted(found: Answer, most: int) -> str | None:
    """Return what is said above the first of what was looked up: of how many, if there are more."""
    if len(found.shown) <= most:
        return found.message
    return TranslatableMessage(_FIRST, shown=most, count=len(found.shown), where=found.question)
