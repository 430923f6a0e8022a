"""Tables of the text as Discord messages: its works, its contents, and what it is."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.answers.open_text import OpenText
from bot.formatting.proof import write_proved
from bot.formatting.splitting import MessageLine, fit_line, size
from bot.i18n.translations import Translator
from bot.render.message import DESCRIPTION, Message, footer, packed, parted, taken
from embeddings.concordance.references import paragraphs
from embeddings.lookup.works import NAMELESS, CitedWork
from embeddings.types import Document

_COLOUR = 0x5B8DEF
_ROOM = 1000
"""What a line of pages takes, unless one of them takes more."""


def works(book: OpenText, say: Translator) -> tuple[Message, ...]:
    """Return what the text quotes, how often, and from which pages."""
    lines = [line for one in book.works for line in _work(one, say)]
    title = say("What the text quotes")
    if not lines:
        lines = [MessageLine(say("The text cites no page of any work."))]
    return _listed(title, lines, book.document, say)


def _work(one: CitedWork, say: Translator) -> Iterator[MessageLine]:
    times = say.counted("{count} citation", "{count} citations", one.citations)
    quoted = say.counted("{count} quotation", "{count} quotations", one.quotations)
    yield MessageLine(f"{say(NAMELESS) if one.work is None else one.reference}: {times}, {quoted}")
    yield from _pages([page.label for page in one.pages])


def _pages(labels: Sequence[str]) -> Iterator[MessageLine]:
    """Yield the pages of a work, in as few lines as hold them."""
    held: list[str] = []
    for label in labels:
        if held and size(MessageLine(", ".join((*held, label)))) > _ROOM:
            yield MessageLine(f"{', '.join(held)},", quoted=True)
            held = []
        held.append(label)
    if held:
        yield MessageLine(", ".join(held), quoted=True)


def contents(book: OpenText, say: Translator) -> tuple[Message, ...]:
    """Return the parts of the text with their paragraphs."""
    document = book.document
    lines = [
        MessageLine(f"{paragraphs((one.first, one.last))} · {one.title(document)}")
        for one in book.guide.sections
    ]
    return _listed(say("Where the text goes"), lines, document, say)


def about(book: OpenText, say: Translator) -> tuple[Message, ...]:
    """Return which text and edition this is, when it was read, and what the bot keeps."""
    document, known = book.document, book.about
    lines = [
        MessageLine(f"{document.title}{f', {known.author}' if known and known.author else ''}")
    ]
    if known is not None:
        date = known.created.strftime("%Y-%m-%d")
        lines += [
            MessageLine(say("Edition {edition}, read on {date}", edition=known.edition, date=date)),
            MessageLine(
                say(
                    "{paragraphs} paragraphs, {quotations} quotations, {citations} page citations",
                    **known.counts,
                )
            ),
            MessageLine(say("Searched with {model}", model=known.model)),
        ]
    lines.append(
        MessageLine(
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


def _listed(
    title: str, lines: Iterable[MessageLine], document: Document, say: Translator
) -> tuple[Message, ...]:
    """Return lines in as few embeds as hold them; what none holds is said to be too long."""
    fit = [fit_line(line, DESCRIPTION, say) for line in lines]
    embeds = [
        discord.Embed(
            title=title, description=write_proved(part, document), colour=_COLOUR
        ).set_footer(text=footer(document, say))
        for part in parted(fit)
    ]
    return tuple(packed(None, embeds))
