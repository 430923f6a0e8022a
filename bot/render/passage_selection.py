"""How much of its passages an answer shows: all of it, a shortened form, or a limit of words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.components.answer_buttons import Look
from bot.formatting import markdown
from bot.formatting.excerpt import Room, count_words, excerpt, shorten
from bot.formatting.layout import MessageLine, divide, pack, size
from bot.formatting.proof import prove, prove_excerpt, prove_parts
from bot.i18n.translations import Translator
from embeddings.types import Answer, ShownPassage

SHORT_PASSAGE_LENGTH = 500
"""UTF-16 code units of a shortened passage; a longer sentence is shown whole."""

PassageParts = Sequence[Sequence[MessageLine]]
"""The lines that are shown of a passage, divided into parts that each fit an embed."""


@dataclass(frozen=True, slots=True)
class SelectedPassages:
    """The passages of an answer that are shown, what is shown of each, and what is left out."""

    answer: Answer
    parts: Sequence[PassageParts]
    shortened: bool
    left_out: int

    def describe_omissions(self, say: Translator, words: int | None) -> str | None:
        """Return what is left out because of the limit of words; None where nothing is."""
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


def select_passages(answer: Answer, look: Look, rooms: Sequence[int]) -> SelectedPassages:
    """Return what is shown of an answer's passages, each proved.

    `rooms` are the UTF-16 code units that an embed of each passage can hold. With a limit of
    words, the first passage is always shown, shortened as far as needed, and as many of the
    others as fit. Raises UnprovedQuotationError where a passage is not in the text.
    """
    words_left, shortened, selection = look.words, False, list[PassageParts]()
    for shown, room in zip(answer.shown, rooms, strict=True):
        prove(shown)
        candidate = _Candidate(answer, shown, look, room)
        parts = _show_freely(candidate)
        if words_left is not None:
            # shorten it to the words that are left, or stop
            needed = _count_words(parts)
            if needed > words_left:
                parts = _limit_words(candidate, words_left)
            if selection and _count_words(parts) > words_left:
                break
            shortened = shortened or _count_words(parts) < needed
            words_left = max(0, words_left - _count_words(parts))

        # keep it, with marks only where the server wants them
        selection.append(parts if look.marked else [[*map(_unmark, part)] for part in parts])
    count = len(selection)
    selected = replace(answer, passages=answer.shown[:count])
    return SelectedPassages(selected, selection, shortened, len(answer.shown) - count)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A passage of an answer, and the room that each of its embeds has."""

    answer: Answer
    shown: ShownPassage
    look: Look
    room: int

    @property
    def is_short(self) -> bool:
        """Whether it is shortened: a search result after the first, or any in a compact answer.

        Where a message asks two questions, the first result of each counts as first.
        """
        searched = self.answer.outcome in ("answer", "nearest")
        first = {part.shown[0].passage for part in self.answer.parts if part.shown}
        is_first = self.shown.rank == 1 or self.shown.passage in first
        return searched and (self.look.compact or not is_first)


def _show_freely(candidate: _Candidate) -> PassageParts:
    """Return a passage as shown without a limit of words: whole, or shortened."""
    shown, room = candidate.shown, candidate.room
    if candidate.is_short:
        short = shorten(shown, SHORT_PASSAGE_LENGTH, candidate.look.say)
        if sum(map(size, short)) <= room:
            prove_excerpt(shown, short)
            return [short]
    parts = divide(shown, room, candidate.look.say)
    prove_parts(shown, parts)
    return parts


def _limit_words(candidate: _Candidate, words: int) -> PassageParts:
    """Return the sentences of a passage that make about so many words, but at least one."""
    shown, marks = candidate.shown, candidate.shown.highlights
    if candidate.answer.outcome == "page" and not marks:
        marks = _mark_first_cited(shown)
    room = Room(SHORT_PASSAGE_LENGTH if candidate.is_short else None, words)
    marked = replace(shown, highlights=marks)
    lines = excerpt(marked, room, candidate.room, candidate.look.say)
    prove_excerpt(shown, lines)
    return pack(lines if shown.highlights else map(_unmark, lines), candidate.room)


def _mark_first_cited(shown: ShownPassage) -> tuple[markdown.Mark, ...]:
    """Return the place of the first quotation with a citation, for a request of its page."""
    start = shown.passage.start
    cited = (quotation for quotation in shown.passage.quotations if quotation.citations)
    return tuple((quotation.start - start, quotation.end - start) for quotation in cited)[:1]


def _count_words(parts: PassageParts) -> int:
    return sum(map(count_words, parts))


def _unmark(line: MessageLine) -> MessageLine:
    return replace(line, marks=())
