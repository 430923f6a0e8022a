"""Lookups: a page, a paragraph, the works quoted, the contents, a random quotation."""

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
from bot.answers.open_texts import OpenText, OpenTexts
from bot.answers.strictness import compute_bar
from bot.i18n.translations import Translator, later
from bot.replies import InteractionReply
from bot.servers.settings import ServerSettings
from embeddings.answering.random_of_several import Drawing, Drawn
from embeddings.answering.several_texts import ask_each
from embeddings.errors import AskedError
from embeddings.lookup import lookups
from embeddings.lookup.random_quotation import QuotationFilter
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer

if TYPE_CHECKING:
    from bot.gateway.client import Bot

_Interaction = discord.Interaction["Bot"]
_Short = app_commands.Range[str, 1, 100]
_Lookup = Callable[[OpenTexts, ServerSettings], Answer]

_FIRST = later("The first {shown} of {count} passages that cite {where}:")

MAX_CHANNELS = 1_000
"""Channels whose last random quotation is remembered, so as not to be drawn again."""


class LookupCog(commands.Cog):
    """Looks up places in the text and what it quotes; no model is needed for it."""

    def __init__(self, bot: "Bot") -> None:
        self.bot = bot
        self._random = Random()  # noqa: S311 - draws quotations, makes no secrets
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
                reply, _in_each(lambda text: lookups.look_up_page(text.concordance, number, work))
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
            await self._answer(
                reply, _in_each(lambda text: lookups.look_up_paragraph(text.concordance, number))
            )

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
        wanted, channel = QuotationFilter(work, page, theme), interaction.channel_id

        def draw(texts: OpenTexts, settings: ServerSettings) -> Answer:
            """Draw a quotation; the queue's one thread keeps draws of a channel from racing."""
            last, strictness = self._drawn.get(channel), settings.strictness
            drawing = Drawing(
                wanted, self._random, last, lambda answerer: compute_bar(strictness, answerer.bar)
            )
            quotation = drawing.draw_from([text.answerer for text in texts.all])
            if quotation.shown:
                self._drawn[channel] = Drawn(quotation.edition, quotation.shown[0].passage.span)
            return quotation

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
    async def _pages(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        if (texts := await self._texts(interaction)) is None:
            return []
        chosen = None
        if name := interaction.namespace.work:
            with suppress(AskedError):  # a half-typed name means no work yet
                chosen = texts.find_named_work(name)
        return _choices(autocomplete.suggest_pages(typed, texts.works, chosen))

    @page.autocomplete("work")
    @quote.autocomplete("work")
    async def _works(self, interaction: _Interaction, typed: str) -> list[app_commands.Choice[str]]:
        texts = await self._texts(interaction)
        return _choices(autocomplete.suggest_works(typed, texts.works)) if texts is not None else []

    async def _texts(self, interaction: _Interaction) -> OpenTexts | None:
        """Return the texts whose pages and works are suggested; None if there are none."""
        reply = InteractionReply(interaction, private=True)
        return await self.bot.admission.texts_for_autocomplete(reply, self.bot.answer_queue.texts)

    async def _answer(self, reply: InteractionReply, look_up: _Lookup) -> None:
        """Look something up and show it; of many passages, only the first ones."""
        settings = await self.bot.admission.admit(reply, "command")
        pending = self.bot.answer_queue.submit(
            lambda texts: look_up(texts, settings), settings.documents
        )
        await reply.begin()
        answer = (await pending).result
        limit = settings.passages
        first = replace(answer, passages=answer.shown[:limit], message=_note(answer, limit))
        look = build_look(reply, settings, more=len(answer.shown) > limit)
        await reply.send(render.answer(first, look))
        self.bot.metrics.count_outcome(answer.outcome)

    async def _list(
        self,
        interaction: _Interaction,
        render_list: Callable[[OpenText, Translator], Sequence[render.Message]],
    ) -> None:
        reply = InteractionReply(interaction, private=True)
        async with self.bot.question(reply, "list"):
            settings = await self.bot.admission.admit(reply, "command")
            pending = self.bot.answer_queue.submit(
                lambda texts: render.merge_messages(
                    render_list(text, reply.say) for text in texts.all
                ),
                settings.documents,
            )
            await reply.begin()
            await reply.send((await pending).result)


def _in_each(look_up: Callable[[OpenText], Answer]) -> _Lookup:
    """Return a lookup that looks something up in each text."""
    return lambda texts, _settings: ask_each(texts.all, look_up)


def _choices(suggestions: Sequence[autocomplete.Suggestion]) -> list[app_commands.Choice[str]]:
    """Return suggestions as discord.py's choices."""
    return [app_commands.Choice(name=each.name, value=each.value) for each in suggestions]


def _note(answer: Answer, limit: int) -> str | None:
    """Return the note above the passages: how many there are, if only the first are shown."""
    if len(answer.shown) <= limit:
        return answer.message
    count = len(answer.shown)
    return TranslatableMessage(_FIRST, shown=limit, count=count, where=answer.question)
