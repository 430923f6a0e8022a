"""Lists about the text as Discord messages: the works it cites, its contents, what it is."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot.answers.open_texts import OpenText
from bot.formatting.layout import MessageLine, fit_line, size
from bot.formatting.proof import write_proved
from bot.i18n.translations import Translator
from bot.render.message import (
    MAX_DESCRIPTION,
    Message,
    accept_link,
    divide_lines,
    format_footer,
    pack_embeds,
)
from embeddings.concordance.annotations import format_paragraphs
from embeddings.lookup.works import NO_WORK_NAMED, CitedWork
from embeddings.types import Document

_COLOUR = 0x5B8DEF
_MAX_PAGES_LINE = 1000
"""UTF-16 code units of a line of pages, unless a single page takes more."""


def works(text: OpenText, say: Translator) -> tuple[Message, ...]:
    """Return which works the text cites, how often, and which of their pages."""
    lines = [line for work in text.works for line in _list_work(work, say)]
    title = say("What the text quotes")
    if not lines:
        lines = [MessageLine(say("The text cites no page of any work."))]
    return _make_messages(title, lines, text.document, say)


def _list_work(work: CitedWork, say: Translator) -> Iterator[MessageLine]:
    times = say.counted("{count} citation", "{count} citations", work.citations)
    quoted = say.counted("{count} quotation", "{count} quotations", work.quotations)
    name = say(NO_WORK_NAMED) if work.work is None else work.reference
    yield MessageLine(f"{name}: {times}, {quoted}")
    yield from _list_pages(work.listed_pages)


def _list_pages(labels: Sequence[str]) -> Iterator[MessageLine]:
    """Yield the pages of a work in as few lines as can hold them."""
    line: list[str] = []
    for label in labels:
        if line and size(MessageLine(", ".join((*line, label)))) > _MAX_PAGES_LINE:
            yield MessageLine(f"{', '.join(line)},", quoted=True)
            line = []
        line.append(label)
    if line:
        yield MessageLine(", ".join(line), quoted=True)


def contents(text: OpenText, say: Translator) -> tuple[Message, ...]:
    """Return the sections of the text, each with its paragraphs."""
    document = text.document
    lines = [
        MessageLine(
            f"{format_paragraphs((section.first, section.last))} · {section.title(document)}"
        )
        for section in text.guide.sections
    ]
    return _make_messages(say("Where the text goes"), lines, document, say)


def about(text: OpenText, say: Translator) -> tuple[Message, ...]:
    """Return which text and edition this is, when it was read, and what the bot keeps."""
    document, build = text.document, text.about

    # the text: its title, edition and size, as far as the index records them
    lines = [
        MessageLine(f"{document.title}{f', {build.author}' if build and build.author else ''}")
    ]
    if build is not None:
        date = build.created.strftime("%Y-%m-%d")
        lines += [
            MessageLine(say("Edition {edition}, read on {date}", edition=build.edition, date=date)),
            MessageLine(
                say(
                    "{paragraphs} paragraphs, {quotations} quotations, {citations} page citations",
                    **build.counts,
                )
            ),
            MessageLine(say("Searched with {model}", model=", ".join(build.models))),
        ]

    # what the bot keeps of its questions
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
    messages = _make_messages(say("About this text"), lines, document, say)
    for embed in (embed for message in messages for embed in message.embeds):
        embed.url = accept_link(build.url) if build is not None else None
    return messages


def _make_messages(
    title: str, lines: Iterable[MessageLine], document: Document, say: Translator
) -> tuple[Message, ...]:
    """Return lines in as few embeds as can hold them; a notice replaces a line too long for one."""
    fit = [fit_line(line, MAX_DESCRIPTION, say) for line in lines]
    embeds = [
        discord.Embed(
            title=title, description=write_proved(part, document), colour=_COLOUR
        ).set_footer(text=format_footer(document, say))
        for part in divide_lines(fit)
    ]
    return tuple(pack_embeds(None, embeds))
