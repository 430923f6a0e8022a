"""The passage that a button under an old message means, in the text as it is today."""

from dataclasses import dataclass

from bot.book import Book
from bot.errors import UnknownButtonError
from bot.pressed import Pressed
from embeddings.answer import prove
from embeddings.concordance import Concordance
from embeddings.paragraphs import after, before, passage_of
from embeddings.types import Hit, Passage, Shown, Span


@dataclass(frozen=True, slots=True)
class Pointed:
    """A passage of today's text, if it stands in it; and whether the text has changed since."""

    shown: Shown | None
    changed: bool


def point(book: Book, pressed: Pressed, words: str, step: int = 0) -> Pointed:
    """Return the passage of a button, or the paragraph before (-1) or behind (1) it.

    `words` are those that the message shows: by them the passage is found in another edition.
    Raises UnknownButtonError where the edition has no such passage.
    """
    concordance = book.concordance
    changed = not pressed.is_of(concordance.document.edition)
    passage = _moved(book, words) if changed else _at(concordance, pressed.span)
    if passage is not None and step:
        turn = before if step < 0 else after
        passage = turn(concordance, passage.paragraphs)
    if passage is None:
        return Pointed(None, changed)
    (shown,) = prove(concordance, [Hit(passage, 1.0)])
    return Pointed(shown, changed)


def _at(concordance: Concordance, span: Span) -> Passage:
    """Return what stands at a span: a passage as it was found, or whatever was shown of it."""
    if not 0 <= span.start < span.end <= len(concordance.document.text):
        raise UnknownButtonError
    known = (one for one in concordance.passages if one.span == span)
    return next(known, None) or passage_of(concordance, span)


def _moved(book: Book, words: str) -> Passage | None:
    """Return the passage in which words stand today: all of them, or else a line of them."""
    for sought in (words, *words.split("\n")):
        for span in book.answerer.finder.exact(sought) if sought.strip() else ():
            return _holding(book.concordance, span.start)
    return None


def _holding(concordance: Concordance, offset: int) -> Passage | None:
    return next((one for one in concordance.passages if one.start <= offset < one.end), None)
