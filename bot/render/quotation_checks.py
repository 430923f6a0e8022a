"""Checked quotations as Discord messages: the text's own words beside those that were written."""

from collections.abc import Iterator, Sequence

import discord

from bot.formatting import markdown
from bot.formatting.excerpt import shorten
from bot.formatting.layout import MessageLine, fit_line, size
from bot.formatting.proof import prove_excerpt, write_proved
from bot.i18n.translations import Translator, later
from bot.render.message import (
    MAX_DESCRIPTION,
    MAX_REFERENCE,
    Message,
    divide_groups,
    divide_lines,
    find_link,
    format_footer,
    format_source,
    pack_embeds,
)
from embeddings.checking.result import CheckedQuote, LocatedQuote
from embeddings.checking.segments import QuoteDifference
from embeddings.messages import TranslatableMessage
from embeddings.types import Document, Span

_MAX_QUOTATIONS = 10
"""Quotations of one message that are shown; a note counts those left out."""

_MAX_PLACES = 3
"""Places that are named for a quotation, and passages shown near one that is absent."""

_TITLES = {
    "exact": later("In the text"),
    "differs": later("In the text, but in other words"),
    "absent": later("Not in the text"),
    "short": later("Too short to tell"),
}
_COLOURS = {"exact": 0x3BA55D, "differs": 0xE0A526, "absent": 0x80848E, "short": 0x80848E}
_THE_TEXT = later("The text:")
_AS_WRITTEN = later("As written:")

_MAX_NEAR_PASSAGE = 300
"""UTF-16 code units of a passage that is only near; a longer sentence is shown whole."""

_MAX_LINE = 3000
"""UTF-16 code units of one line; the rest of an embed is for the source lines."""


def checks(
    quotations: Sequence[CheckedQuote], document: Document, say: Translator
) -> tuple[Message, ...]:
    """Return the messages that tell what is proved of quotations.

    `document` is the text named under a quotation that is in no text. Raises
    UnprovedQuotationError where what Discord would show is not in the text.
    """
    shown = quotations[:_MAX_QUOTATIONS]
    head = None
    if left_out := len(quotations) - len(shown):
        head = say.counted(
            "One more quotation was not checked.", "{count} more were not checked.", left_out
        )
    embeds = [
        embed
        for number, quotation in enumerate(shown, 1)
        for embed in _make_embeds(
            quotation,
            f"{number}. " if len(quotations) > 1 else "",
            quotation.document or document,
            say,
        )
    ]
    return tuple(pack_embeds(head, embeds))


def _make_embeds(
    quotation: CheckedQuote, rank: str, document: Document, say: Translator
) -> Iterator[discord.Embed]:
    """Yield the embeds of a quotation, usually one."""
    title = f"{rank}{say(_TITLES[quotation.outcome])}"
    for number, lines in enumerate(_lay_out(quotation, say)):
        yield discord.Embed(
            title=say("{voice} (continued)", voice=title) if number else title,
            description=write_proved(lines, document),
            url=_find_link(quotation),
            colour=_COLOURS[quotation.outcome],
        ).set_footer(text=format_footer(document, say))


def _find_link(quotation: CheckedQuote) -> str | None:
    """Return the link of the passage that has the words, if any has."""
    shown = quotation.located.place.shown if quotation.located is not None else ()
    return next(filter(None, map(find_link, shown)), None)


def _lay_out(quotation: CheckedQuote, say: Translator) -> Sequence[Sequence[MessageLine]]:
    """Return the lines of a quotation in parts that each fit an embed.

    The text's own words always stand with their source. A line too long for any embed gives way
    to a notice that counts its characters.
    """
    notices = quotation.notices
    written = [fit_line(line, _MAX_LINE, say) for line in _list_written(quotation, say)]
    if quotation.located is None:
        # absent: what is proved, what was written, then the passages nearest to it
        before, after = _join_notices(notices[:1], say), _join_notices(notices[1:], say)
        lines = [*before, *written, *after]
        return divide_groups([*([line] for line in lines), *_list_near(quotation, say)])

    # located: all in one embed if it fits, else the source under each part of the text's words
    top = _join_notices(notices, say)
    top += [fit_line(line, _MAX_LINE, say) for line in _list_own(quotation, say)]
    sources = list(_list_sources(quotation.located, say))
    whole = [*top, *sources, *written]
    if sum(map(size, whole)) <= MAX_DESCRIPTION:
        return [whole]
    room = MAX_DESCRIPTION - sum(map(size, sources))
    parts = [[*part, *sources] for part in divide_lines(top, room)]
    return [*parts, *(divide_lines(written) if written else ())]


def _list_own(quotation: CheckedQuote, say: Translator) -> Iterator[MessageLine]:
    """Yield the text's own words, if it has those that were written."""
    if quotation.located is not None:
        differs = quotation.outcome == "differs"
        if differs:
            yield MessageLine(say(_THE_TEXT))
        yield from _quote_text(quotation.located, compared=differs)


def _list_written(quotation: CheckedQuote, say: Translator) -> Iterator[MessageLine]:
    """Yield what was written, unless the text has just these words."""
    if quotation.located is None:
        yield from _quote_written(quotation.words, ())
    elif quotation.outcome == "differs":
        yield MessageLine(say(_AS_WRITTEN))
        yield from _quote_written(
            quotation.words, tuple(_mark_written(quotation.located.difference))
        )


def _list_near(quotation: CheckedQuote, say: Translator) -> Iterator[list[MessageLine]]:
    """Yield the passages nearest to a quotation, each shortened, with its source line."""
    for shown in quotation.nearest[:_MAX_PLACES]:
        short = shorten(shown, _MAX_NEAR_PASSAGE, say)
        prove_excerpt(shown, short)
        fits = sum(map(size, short)) <= _MAX_LINE
        yield [*(short if fits else ()), format_source(shown.reference, say, shown.nearby)]


def _list_sources(located: LocatedQuote, say: Translator) -> Iterator[MessageLine]:
    """Yield the source lines of the words: of the first place, and of others if they fit."""
    left = MAX_REFERENCE + 1
    for place in (located.place, *located.others)[:_MAX_PLACES]:
        line = format_source(place.reference, say)
        left -= size(line)
        if left < 0:
            break
        yield line


def _quote_text(located: LocatedQuote, *, compared: bool) -> Iterator[MessageLine]:
    """Yield the text's own words; compared with those written, it marks what they lack."""
    marks = [
        _trim_mark(segment.text, span.start)
        for segment, span in located.segments()
        if compared and segment.kind in ("left out", "changed")
    ]
    offset = located.place.span.start
    for words in located.place.text.split("\n\n"):
        inside = tuple((start - offset, end - offset) for start, end in marks)
        span = Span(offset, offset + len(words))
        yield MessageLine(words, quoted=True, span=span, marks=inside)
        offset += len(words) + 2


def _quote_written(words: str, marks: Sequence[markdown.Mark]) -> Iterator[MessageLine]:
    """Yield what was written, line by line, with marks on the words that the text lacks."""
    offset = 0
    for line in words.split("\n"):
        trimmed = line.strip()
        first = offset + len(line) - len(line.lstrip())
        if trimmed:
            inside = tuple((start - first, end - first) for start, end in marks)
            yield MessageLine(trimmed, quoted=True, marks=inside)
        offset += len(line) + 1


def _mark_written(difference: QuoteDifference) -> Iterator[markdown.Mark]:
    """Yield where the written words differ from the text's."""
    offset = 0
    for segment in difference.segments:
        if segment.kind in ("added", "changed", "other page"):
            yield _trim_mark(segment.words, offset)
        offset += len(segment.words)


def _trim_mark(words: str, offset: int) -> markdown.Mark:
    """Return where words stand that begin at an offset, without the white space around them."""
    start = offset + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _join_notices(notices: Sequence[TranslatableMessage], say: Translator) -> list[MessageLine]:
    """Return the notices as one line, or only the first where that would be too long."""
    whole = MessageLine(" ".join(map(say.translate, notices)))
    if not whole.words or size(whole) <= _MAX_LINE:
        return [whole] if whole.words else []
    return [MessageLine(say.translate(notices[0]))]
