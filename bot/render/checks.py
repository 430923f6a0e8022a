"""Quotations that were checked, as Discord messages: what the text has beside what was written."""

from collections.abc import Iterable, Iterator, Sequence

import discord

from bot import markdown
from bot.catalogue import Say, later
from bot.dividing import Line
from bot.proof import written
from bot.render.message import DESCRIPTION, Message, footer, packed
from embeddings.checked import Checked, Found
from embeddings.difference import Difference
from embeddings.types import Document, Span

MOST = 10
"""Quotations of one message that are shown; of more, how many were left out is said."""

_PLACES = 3
_TITLES = {
    "exact": later("In the text"),
    "differs": later("In the text, but in other words"),
    "absent": later("Not in the text"),
    "short": later("Too short to tell"),
}
_COLOURS = {"exact": 0x3BA55D, "differs": 0xE0A526, "absent": 0x80848E, "short": 0x80848E}
_THE_TEXT = later("The text:")
_AS_WRITTEN = later("As written:")
_LONG = later("They are too long to be shown beside one another here; ask for fewer at once.")


def checks(every: Sequence[Checked], document: Document, say: Say) -> tuple[Message, ...]:
    """Return the messages that tell what is proved of quotations.

    Raises UnprovedQuotationError where what Discord would show is not the text.
    """
    shown = every[:MOST]
    left_out = len(every) - len(shown)
    head = None
    if left_out:
        head = say.counted(
            "One more quotation was not checked.", "{count} more were not checked.", left_out
        )
    embeds = [
        _embed(one, f"{rank}. " if len(every) > 1 else "", document, say)
        for rank, one in enumerate(shown, 1)
    ]
    return tuple(packed(head, embeds))


def _embed(one: Checked, rank: str, document: Document, say: Say) -> discord.Embed:
    lines = list(_lines(one, say))
    if sum(markdown.length(line.markdown) + 1 for line in lines) > DESCRIPTION:
        lines = [Line(_said(one, say)), Line(say(_LONG)), *_references(one)]
    return discord.Embed(
        title=f"{rank}{say(_TITLES[one.outcome])}",
        description=written(lines, document),
        colour=_COLOURS[one.outcome],
    ).set_footer(text=footer(document, say))


def _lines(one: Checked, say: Say) -> Iterator[Line]:
    """Yield what is said, what the text has, what was written in its place, and where."""
    yield Line(_said(one, say))
    if one.found is None:
        yield from _written(one.words, ())
    elif one.outcome == "differs":
        yield Line(say(_THE_TEXT))
        yield from _of_the_text(one.found)
        yield Line(say(_AS_WRITTEN))
        yield from _written(one.words, _marks(one.found.difference))
    else:
        yield from _of_the_text(one.found)
    yield from _references(one)


def _references(one: Checked) -> Iterator[Line]:
    """Yield where the words stand, or the passages nearest to them."""
    places = () if one.found is None else (one.found.place, *one.found.others)
    references = [place.reference for place in places] or [one.reference for one in one.nearest]
    yield from (Line(f"— {reference}") for reference in references[:_PLACES])


def _of_the_text(found: Found) -> Iterator[Line]:
    """Yield the text's own words, those in bold that were not written."""
    marks = [
        _trimmed(segment.text, span.start)
        for segment, span in found.segments()
        if segment.kind in ("left out", "changed")
    ]
    at = found.place.span.start
    for words in found.place.text.split("\n\n"):
        inside = [(start - at, end - at) for start, end in marks]
        yield Line(words, quoted=True, span=Span(at, at + len(words)), marks=tuple(inside))
        at += len(words) + 2


def _written(words: str, marks: Iterable[markdown.Mark]) -> Iterator[Line]:
    """Yield what somebody wrote, line by line, those words in bold that the text has not."""
    at = 0
    for line in words.split("\n"):
        trimmed = line.strip()
        first = at + len(line) - len(line.lstrip())
        if trimmed:
            inside = tuple((start - first, end - first) for start, end in marks)
            yield Line(trimmed, quoted=True, marks=inside)
        at += len(line) + 1


def _marks(difference: Difference) -> Iterator[markdown.Mark]:
    at = 0
    for one in difference.segments:
        if one.kind in ("added", "changed", "other page"):
            yield _trimmed(one.words, at)
        at += len(one.words)


def _trimmed(words: str, at: int) -> markdown.Mark:
    """Return where words stand that begin at an offset, without the white space around them."""
    start = at + len(words) - len(words.lstrip())
    return start, start + len(words.strip())


def _said(one: Checked, say: Say) -> str:
    """Return what is said of words, in a member's language."""
    return " ".join(map(say.again, one.notices))
