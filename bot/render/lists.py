"""Tables of the text as Discord messages: its works, its contents, and what it is."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.book import Book
from bot.catalogue import Say
from bot.dividing import Line, fitting, size
from bot.proof import written
from bot.render.message import DESCRIPTION, Message, footer, packed, parted, taken
from embeddings.reference import paragraphs
from embeddings.types import Document
from embeddings.works import NAMELESS, CitedWork

_COLOUR = 0x5B8DEF
_ROOM = 1000
"""What a line of pages takes, unless one of them takes more."""


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
    yield Line(f"{say(NAMELESS) if one.work is None else one.reference}: {times}, {quoted}")
    yield from _pages([page.label for page in one.pages])


def _pages(labels: Sequence[str]) -> Iterator[Line]:
    """Yield the pages of a work, in as few lines as hold them."""
    held: list[str] = []
    for label in labels:
        if held and size(Line(", ".join((*held, label)))) > _ROOM:
            yield Line(f"{', '.join(held)},", quoted=True)
            held = []
        held.append(label)
    if held:
        yield Line(", ".join(held), quoted=True)


def contents(book: Book, say: Say) -> tuple[Message, ...]:
    """Return the parts of the text with their paragraphs."""
    document = book.document
    lines = [
        Line(f"{paragraphs((one.first, one.last))} · {one.title(document)}")
        for one in book.guide.sections
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
                "Unless the moderators of a server want a log of its questions, I keep no "
                "question and no answer: /privacy tells you what is kept where you are. For ten "
                "minutes I remember, in memory alone, what you asked in a channel, so that you "
                "can follow up. What you press as Helpful, Not this or Wrong page? stands in the "
                "log with the passage, without you."
            )
        )
    )
    messages = _listed(say("About this text"), lines, document, say)
    for embed in (embed for message in messages for embed in message.embeds):
        embed.url = taken(known.url) if known is not None else None
    return messages


def _listed(title: str, lines: Iterable[Line], document: Document, say: Say) -> tuple[Message, ...]:
    """Return lines in as few embeds as hold them; what none holds is said to be too long."""
    fit = [fitting(line, DESCRIPTION, say) for line in lines]
    embeds = [
        discord.Embed(title=title, description=written(part, document), colour=_COLOUR).set_footer(
            text=footer(document, say)
        )
        for part in parted(fit)
    ]
    return tuple(packed(None, embeds))
