"""Tables of the text as Discord messages: its works, its contents, and what it is."""

from collections.abc import Iterable, Iterator

import discord

from bot.book import Book
from bot.catalogue import Say
from bot.dividing import Line
from bot.markdown import length
from bot.proof import written
from bot.render.message import DESCRIPTION, Message, footer, packed
from embeddings.types import Document
from embeddings.works import CitedWork

_COLOUR = 0x5B8DEF
_PAGES = 40
"""Pages of a work that are listed; `/page` completes all of them."""


def works(book: Book, say: Say) -> tuple[Message, ...]:
    """Return what the text quotes, how often, and from which pages."""
    lines = [line for one in book.works for line in _work(one, say)]
    title = say("What the text quotes")
    if not lines:
        lines = [Line(say("The text cites no page of any work."))]
    return _listed(title, lines, book.document, say)


def _work(one: CitedWork, say: Say) -> Iterator[Line]:
    times = say.counted("{count} citation", "{count} citations", one.citations)
    quoted = say.counted("{count} quotation", "{count} quotations", one.quotations)
    yield Line(f"{one.reference}: {times}, {quoted}")
    labels = [page.label for page in one.pages]
    if labels:
        more = say(", and more") if len(labels) > _PAGES else ""
        yield Line(", ".join(labels[:_PAGES]) + more, quoted=True)


def contents(book: Book, say: Say) -> tuple[Message, ...]:
    """Return the parts of the text with their paragraphs."""
    document = book.document
    lines = [
        Line(f"¶ {one.first}–{one.last} · {one.title(document)}") for one in book.guide.sections
    ]
    return _listed(say("Where the text goes"), lines, document, say)


def about(book: Book, say: Say) -> tuple[Message, ...]:
    """Return which text and edition this is, when it was read, and what the bot keeps."""
    document, known = book.document, book.about
    lines = [Line(f"{document.title}{f', {known.author}' if known and known.author else ''}")]
    if known is not None:
        date = known.created.strftime("%Y-%m-%d")
        lines += [
            Line(say("Edition {edition}, read on {date}", edition=known.edition, date=date)),
            Line(
                say(
                    "{paragraphs} paragraphs, {quotations} quotations, {citations} page citations",
                    **known.counts,
                )
            ),
            Line(say("Searched with {model}", model=known.model)),
        ]
    lines.append(
        Line(
            say(
                "I keep no question and no answer. For ten minutes I remember, in memory alone, "
                "what you asked in a channel, so that you can follow up. What you press as "
                "Helpful, Not this or Wrong page? stands in the log with the passage, without you."
            )
        )
    )
    return _listed(say("About this text"), lines, document, say)


def _listed(title: str, lines: Iterable[Line], document: Document, say: Say) -> tuple[Message, ...]:
    """Return lines in as few embeds as hold them."""
    parts: list[list[Line]] = [[]]
    for line in lines:
        used = sum(length(one.markdown) + 1 for one in (*parts[-1], line))
        if parts[-1] and used > DESCRIPTION:
            parts.append([])
        parts[-1].append(line)
    embeds = [
        discord.Embed(title=title, description=written(part, document), colour=_COLOUR).set_footer(
            text=footer(document, say)
        )
        for part in parts
    ]
    return tuple(packed(None, embeds))
