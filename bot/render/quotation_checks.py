"""Quotations that were checked, as Discord messages: what the text has beside what was written."""

from collections.abc import Iterator, Sequence

import discord

from bot.formatting import markdown
from bot.formatting.excerpt import shorten
from bot.formatting.proof import prove_excerpt, write_proved
from bot.formatting.splitting import MessageLine, fit_line, size
from bot.i18n.translations import Translator, later
from bot.render.message import (
    DESCRIPTION,
    REFERENCE,
    Message,
    footer,
    packed,
    parted,
    parted_between,
    url_of,
    where,
)
from embeddings.checking.result import Checked, LocatedQuote
from embeddings.checking.segments import Difference
from embeddings.messages import TranslatableMessage
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
_SHORT = 300
"""Of a passage that is only near, in UTF-16 code units; more where a sentence is longer."""
_LINE = 3000
"""Room that one line may take: the rest of an embed is for where its words stand."""


def checks(every: Sequence[Checked], document: Document, say: Translator) -> tuple[Message, ...]:
    """Return the messages that tell what is proved of quotations; by a text if it is in none.

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
        embed
        for rank, one in enumerate(shown, 1)
        for embed in _embeds(
            one, f"{rank}. " if len(every) > 1 else "", one.document or document, say
        )
    ]
    return tuple(packed(head, embeds))


def _embeds(
    one: Checked, rank: str, document: Document, say: Translator
) -> Iterator[discord.Embed]:
    """Yield the embeds that hold what is to be told of words, mostly one."""
    title = f"{rank}{say(_TITLES[one.outcome])}"
    for number, lines in enumerate(_parts(one, say)):
        yield discord.Embed(
            title=say("{voice} (continued)", voice=title) if number else title,
            description=write_proved(lines, document),
            url=_url(one),
            colour=_COLOURS[one.outcome],
        ).set_footer(text=footer(document, say))


def _url(one: Checked) -> str | None:
    """Return the link of the passage that has the words, where they were found."""
    shown = one.found.place.shown if one.found is not None else ()
    return next(filter(None, map(url_of, shown)), None)


def _parts(one: Checked, say: Translator) -> Sequence[Sequence[MessageLine]]:
    """Return the lines, in parts that an embed holds; where the text's words stand is with them.

    What no embed can hold has the number of its characters in its place.
    """
    ours = [fit_line(line, _LINE, say) for line in _ours(one, say)]
    theirs = [fit_line(line, _LINE, say) for line in _theirs(one, say)]
    if one.found is None:
        told = [*_told(one.notices[:1], say), *theirs, *_told(one.notices[1:], say)]
        return parted_between([*([line] for line in told), *_near(one, say)])
    told, places = _told(one.notices, say), list(_references(one.found, say))
    whole = [*told, *ours, *places, *theirs]
    if sum(map(size, whole)) <= DESCRIPTION:
        return [whole]
    room = DESCRIPTION - sum(map(size, places))
    parts = [[*part, *places] for part in parted([*told, *ours], room)]
    return [*parts, *(parted(theirs) if theirs else ())]


def _ours(one: Checked, say: Translator) -> Iterator[MessageLine]:
    """Yield what the text has, where words were found."""
    if one.found is not None:
        differs = one.outcome == "differs"
        if differs:
            yield MessageLine(say(_THE_TEXT))
        yield from _of_the_text(one.found, compared=differs)


def _theirs(one: Checked, say: Translator) -> Iterator[MessageLine]:
    """Yield what was written, where that is not the text's."""
    if one.found is None:
        yield from _written(one.words, ())
    elif one.outcome == "differs":
        yield MessageLine(say(_AS_WRITTEN))
        yield from _written(one.words, tuple(_marks(one.found.difference)))


def _near(one: Checked, say: Translator) -> Iterator[list[MessageLine]]:
    """Yield the passages nearest to words, each shortened, with where it stands under it."""
    for shown in one.nearest[:_PLACES]:
        short = shorten(shown, _SHORT, say)
        prove_excerpt(shown, short)
        fits = sum(map(size, short)) <= _LINE
        yield [*(short if fits else ()), where(shown.reference, say, shown.nearby)]


def _references(found: LocatedQuote, say: Translator) -> Iterator[MessageLine]:
    """Yield where the words stand: the first place, and what fits of the others."""
    left = REFERENCE + 1
    for place in (found.place, *found.others)[:_PLACES]:
        line = where(place.reference, say)
        left -= size(line)
        if left < 0:
            break
        yield line


def _of_the_text(found: LocatedQuote, *, compared: bool) -> Iterator[MessageLine]:
    """Yield the text's own words, in bold those that what is shown beside them has not."""
    marks = [
        _trimmed(segment.text, span.start)
        for segment, span in found.segments()
        if compared and segment.kind in ("left out", "changed")
    ]
    at = found.place.span.start
    for words in found.place.text.split("\n\n"):
        inside = [(start - at, end - at) for start, end in marks]
        yield MessageLine(words, quoted=True, span=Span(at, at + len(words)), marks=tuple(inside))
        at += len(words) + 2


def _written(words: str, marks: Sequence[markdown.Mark]) -> Iterator[MessageLine]:
    """Yield what somebody wrote, line by line, those words in bold that the text has not."""
    at = 0
    for line in words.split("\n"):
        trimmed = line.strip()
        first = at + len(line) - len(line.lstrip())
        if trimmed:
            inside = tuple((start - first, end - first) for start, end in marks)
            yield MessageLine(trimmed, quoted=True, marks=inside)
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


def _told(notices: Sequence[TranslatableMessage], say: Translator) -> list[MessageLine]:
    """Return what is said of words, in a member's language; the first of it where it is long."""
    whole = MessageLine(" ".join(map(say.again, notices)))
    if not whole.words or size(whole) <= _LINE:
        return [whole] if whole.words else []
    return [MessageLine(say.again(notices[0]))]
