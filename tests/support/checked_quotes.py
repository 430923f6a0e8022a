"""Quotations of a text, changed by rule, and whether they are found for what they are."""

from collections.abc import Iterator

from embeddings.checking.checker import Checker
from embeddings.checking.result import CheckedQuote, LocatedQuote
from embeddings.concordance.concordance import Concordance
from embeddings.types import Document
from tests.conftest import ROOT
from tests.support.changed_files import CHANGES, Drawing, Drawn, right_pages

ELSEWHERE = ROOT / "data" / "questions" / "elsewhere.txt"
"""Two hundred sentences of ours about other things: they measure, and must not move there."""


def applied(document: Document, one: LocatedQuote) -> str:
    """Put the words of a difference into the place of the text's, which it must name rightly."""
    words = ""
    for segment, span in one.segments():
        assert document.text[span.start : span.end] == segment.text
        words += segment.words
    assert span.end == one.place.span.end
    return words


def is_right(drawn: Drawn, parts: tuple[CheckedQuote, ...], text: Concordance) -> bool:
    """Say whether words are found at their places, each with its pages, and nowhere else."""
    here = [one.located.place for one in parts if one.located and not one.slight]
    return all(any(place.span.touches(span) for span in drawn.spans) for place in here) and all(
        any(
            place.span.touches(span)
            and {one for one in place.citations if one.closes} == right_pages(text, span)
            for place in here
        )
        for span in drawn.spans
    )


def quotations(text: Concordance, seed: int) -> Iterator[Drawn]:
    """Draw two hundred quotations, changed by every rule in turn; every fifth is two joined."""
    drawing = Drawing(text, seed)
    for number in range(200):
        change = CHANGES[number % len(CHANGES)]
        yield drawing.joined() if number % 5 == 4 else drawing.quotation(change)


def is_found(one: CheckedQuote) -> bool:
    """Say whether words are claimed to be the text's."""
    return one.outcome in ("exact", "differs")


def found_right(text: Concordance, checker: Checker, seed: int) -> int:
    """Return how many of two hundred are found, each with its page and with its difference."""
    right = 0
    for drawn in quotations(text, seed):
        parts = checker.check(drawn.words)
        written = "".join(
            applied(text.document, one.located) if one.located else one.words for one in parts
        )
        right += written == drawn.words.strip() and is_right(drawn, parts, text)
    return right


def claimed(checker: Checker) -> list[CheckedQuote]:
    """Return the sentences from elsewhere that are claimed as found."""
    lines = ELSEWHERE.read_text("utf-8").splitlines()
    return [one for line in lines for one in checker.check(line) if is_found(one)]
