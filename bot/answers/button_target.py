"""The passage that a button under an old message means, in the text as it is today."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answers.open_text import OpenText
from bot.answers.open_texts import OpenTexts
from bot.components.answer_button_id import AnswerButtonId
from bot.errors import UnknownButtonError
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.excerpts import after, before, passage_of
from embeddings.concordance.proof import prove
from embeddings.types import Hit, Passage, ShownPassage, Span

Lines = Sequence[tuple[str, bool]]
"""Lines that a message shows, each with whether it stands in a block quote."""

FEWEST = 5
"""Words by which a line alone is known again."""


@dataclass(frozen=True, slots=True)
class ButtonTarget:
    """A passage of today's text, if it stands in it; and whether the text has changed since."""

    shown: ShownPassage | None
    changed: bool


def point(shelf: OpenTexts, pressed: AnswerButtonId, lines: Lines, step: int = 0) -> ButtonTarget:
    """Return the passage of a button, or the paragraph before (-1) or behind (1) it.

    By the lines that the message shows the passage is found in another edition, of any text.
    Raises UnknownButtonError where the edition has no such passage.
    """
    book = shelf.of(pressed.edition)
    if book is not None:
        return ButtonTarget(
            _stepped(book, _at(book.concordance, pressed.span), step), changed=False
        )
    found = ((one, _moved(one, lines)) for one in shelf.books)
    shown = next((_stepped(one, moved, step) for one, moved in found if moved is not None), None)
    return ButtonTarget(shown, changed=True)


def _stepped(book: OpenText, passage: Passage, step: int) -> ShownPassage | None:
    """Return a passage, or the paragraph so many steps on, proved; None where there is none."""
    turn = before if step < 0 else after
    found = turn(book.concordance, passage.paragraphs) if step else passage
    return None if found is None else prove(book.concordance, [Hit(found, 1.0)])[0]


def _at(concordance: Concordance, span: Span) -> Passage:
    """Return what stands at a span: a passage as it was found, or whatever was shown of it."""
    if not 0 <= span.start < span.end <= len(concordance.document.text):
        raise UnknownButtonError
    known = (one for one in concordance.passages if one.span == span)
    return next(known, None) or passage_of(concordance, span)


def _moved(book: OpenText, lines: Lines) -> Passage | None:
    """Return the passage in which lines stand today: all of them, or else one that is known.

    A block quote is of the passage itself; another line may be what introduces it.
    """
    whole = "\n".join(words for words, _ in lines)
    likely = sorted(lines, key=lambda line: (not line[1], -len(line[0])))
    for sought in (whole, *(words for words, _ in likely if len(words.split()) >= FEWEST)):
        spans = book.answerer.finder.exact(sought) if sought.strip() else ()
        if len(spans) == 1 or (spans and sought == whole):
            return _holding(book.concordance, spans[0].end - 1)
    return None


def _holding(concordance: Concordance, offset: int) -> Passage | None:
    return next((one for one in concordance.passages if one.start <= offset < one.end), None)
