"""What a later edition of a text has lost or falsified: words, quotations, pages."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.concordance.concordance import Concordance
from embeddings.diff.diff import Diff, Edit
from embeddings.diff.falsified import find_falsified_citations, find_falsified_quotations, is_joined
from embeddings.diff.lost_words import count_lost_words
from embeddings.diff.word_changes import list_words
from embeddings.errors import shorten_input

LossKind = Literal[
    "paragraph", "words", "all words", "joined", "quotation", "quoted", "citation", "cited", "page"
]
"""What is lost; `quoted` and `cited` are quotations and citations that say something else now."""

MAX_LOST_SHARE = 0.1
"""Share of a paragraph's words that may be taken out or replaced."""

MAX_LOST_OF_ALL = 0.05
"""Share of all words of a text that may be."""

_MIN_LOST_WORDS = 3
_MIN_LOST_OF_ALL = 20
"""Words below which no share counts: of a paragraph, and of a text."""

_MIN_JOINED = 4
"""Paragraphs run together below which it is no sign of missing blank lines."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Something lost or falsified, and the number of its paragraph in the earlier edition."""

    kind: LossKind
    paragraph: int | None
    words: str


def find_losses(
    before: Concordance, after: Concordance, difference: Diff, dropped: Collection[str] = ()
) -> Iterator[Loss]:
    """Yield what a later edition has lost or falsified; each kind in the order of the text.

    Paragraphs that are `dropped` on purpose, as left-overs of a web page, are not lost.
    """
    for edit in difference.edits:
        if edit.lost and edit.was not in dropped and not is_joined(edit, after, difference):
            yield Loss(edit.what, edit.before[0], _describe(edit))
    kept = frozenset(list_words(after.document.text))
    yield from _find_lost_words(before, after, difference, kept)
    yield from _find_joined(before, difference)
    for quotation, words in find_falsified_quotations(before, after, difference, kept):
        number = before.document.paragraph_at(quotation.start).number
        yield Loss("quoted", number, shorten_input(words, 160))
    for citation, words in find_falsified_citations(before, after, difference):
        yield Loss("cited", citation.paragraph, words)


def _describe(edit: Edit) -> str:
    """Return the words of something lost, with its page."""
    if edit.what == "citation":
        return f"{edit.was} ({edit.was_cited})"
    words = shorten_input(" ".join((edit.was or "").split()))
    return " ".join(filter(None, (words, edit.was_cited)))


def _find_lost_words(
    before: Concordance, after: Concordance, difference: Diff, kept: frozenset[str]
) -> Iterator[Loss]:
    """Yield the paragraphs that have lost more than their share, and the text if it has."""
    all_lost = 0
    for match, size, runs in count_lost_words(before, after, difference.matches, kept):
        lost = sum(map(len, runs))
        all_lost += lost
        if lost >= _MIN_LOST_WORDS and lost > MAX_LOST_SHARE * size:
            longest = shorten_input(max(map(" ".join, runs), key=len))
            yield Loss("words", match.before[0] + 1, f"{lost} of {size} (“{longest}”)")
    size = len(list_words(before.document.text))
    if all_lost >= _MIN_LOST_OF_ALL and all_lost > MAX_LOST_OF_ALL * size:
        yield Loss("all words", None, f"{all_lost} of {size}")


def _find_joined(before: Concordance, difference: Diff) -> Iterator[Loss]:
    """Yield the text if most of its paragraphs are run together."""
    both = [match for match in difference.matches if match.before and match.after]
    joined = sum(max(0, len(match.before) - len(match.after)) for match in both)
    size = len(before.document.paragraphs)
    if joined >= _MIN_JOINED and 2 * joined > size:
        yield Loss("joined", None, f"{joined} of {size}")
