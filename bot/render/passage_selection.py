"""How much of its passages an answer shows: whole, shortened, or as many words as may be."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.components.answer_buttons import Look
from bot.formatting import markdown
from bot.formatting.excerpt import Room, count_words, excerpt, shorten
from bot.formatting.proof import prove, prove_excerpt, prove_parts
from bot.formatting.splitting import MessageLine, divide, pack, size
from bot.i18n.translations import Translator
from embeddings.types import Answer, ShownPassage

SHORT = 500
"""Of a passage that is not the first, in UTF-16 code units; more where a sentence is longer."""

Parts = Sequence[Sequence[MessageLine]]
"""The lines that are shown of a passage, in parts that an embed holds each."""


@dataclass(frozen=True, slots=True)
class Quoted:
    """An answer with what is shown of each passage; those behind the last are left out."""

    answer: Answer
    parts: Sequence[Parts]
    shortened: bool
    left_out: int

    def told(self, say: Translator, words: int | None) -> str | None:
        """Return what is said of what is left out for the number of words; None of nothing."""
        if self.left_out:
            return say.counted(
                "At most {words} words are quoted here in one answer: "
                "one more passage is left out.",
                "At most {words} words are quoted here in one answer: "
                "{count} more passages are left out.",
                self.left_out,
                words=words,
            )
        if self.shortened:
            return say(
                "At most {words} words are quoted here in one answer: […] stands for the rest.",
                words=words,
            )
        return None


def quoted(one: Answer, look: Look, rooms: Sequence[int]) -> Quoted:
    """Return what is shown of an answer's passages, each proved; its embeds have so much room.

    Where words are counted, the first passage is there, if shortened as far as it can be, and
    of the others as many as fit. Raises UnprovedQuotationError for what is not the text's.
    """
    left, shortened, every = look.words, False, list[Parts]()
    for shown, room in zip(one.shown, rooms, strict=True):
        prove(shown)
        place = _Place(one, shown, look, room)
        parts = _all(place)
        if left is not None:
            before = _words(parts)
            parts = _fewer(place, left) if before > left else parts
            if every and _words(parts) > left:
                break
            shortened = shortened or _words(parts) < before
            left = max(0, left - _words(parts))
        every.append(parts if look.marked else [[*map(_unmarked, part)] for part in parts])
    kept = replace(one, shown=one.shown[: len(every)])
    return Quoted(kept, every, shortened, len(one.shown) - len(every))


@dataclass(frozen=True, slots=True)
class _Place:
    """A passage in its answer, and the room that each of its embeds has."""

    answer: Answer
    shown: ShownPassage
    look: Look
    room: int

    @property
    def is_short(self) -> bool:
        """Whether it is shortened: what a search found behind the first passage, or all of it."""
        searched = self.answer.outcome in ("answer", "nearest")
        return searched and (self.look.compact or self.shown.rank > 1)


def _all(place: _Place) -> Parts:
    """Return a passage as it is shown where no words are counted: whole, or shortened."""
    shown, room = place.shown, place.room
    if place.is_short:
        short = shorten(shown, SHORT, place.look.say)
        if sum(map(size, short)) <= room:
            prove_excerpt(shown, short)
            return [short]
    parts = divide(shown, room, place.look.say)
    prove_parts(shown, parts)
    return parts


def _fewer(place: _Place, words: int) -> Parts:
    """Return the sentences of a passage that hold about so many words, of one at least."""
    shown, marks = place.shown, place.shown.highlights
    if place.answer.outcome == "page" and not marks:
        marks = _first_quoted(shown)
    most = Room(SHORT if place.is_short else None, words)
    lines = excerpt(replace(shown, highlights=marks), most, place.room, place.look.say)
    prove_excerpt(shown, lines)
    return pack(lines if shown.highlights else map(_unmarked, lines), place.room)


def _first_quoted(shown: ShownPassage) -> tuple[markdown.Mark, ...]:
    """Return where the first quotation stands that has a page, which a page is asked for."""
    start = shown.passage.start
    cited = (one for one in shown.passage.quotations if one.citations)
    return tuple((one.start - start, one.end - start) for one in cited)[:1]


def _words(parts: Parts) -> int:
    return sum(map(count_words, parts))


def _unmarked(line: MessageLine) -> MessageLine:
    return replace(line, marks=())
