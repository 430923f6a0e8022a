"""The words of a text without the pages printed among them, and where those of a part stand."""

import re
from bisect import bisect_left, bisect_right

import numpy as np

from embeddings.checking.ngrams import NgramIndex
from embeddings.concordance.concordance import Concordance
from embeddings.text.normalization import blanked, folded_words
from embeddings.types import Citation, Span

_STOP = re.compile(r"[.!?…:;\n\"“”„«»()\[\]]")
_OPEN = "(["
_END = re.compile(r"[.!?…]+")
_BRACKET = re.compile(r"[(\[][^()\[\]\n]*$")
_NEAR = 200


class TextWords:
    """The words of a concordance's text, numbered; a page in brackets counts for none."""

    def __init__(self, concordance: Concordance) -> None:
        self.text = concordance.document.text
        self.quotations = concordance.quotations
        self.pages = [one.span for one in concordance.citations if _apart(concordance, one)]
        words = list(folded_words(blanked(self.text, self.pages)))
        self.starts = np.fromiter((span.start for _, span in words), np.int64)
        self.ends = np.fromiter((span.end for _, span in words), np.int64)
        self.grams = NgramIndex(word for word, _ in words)

    def span(self, words: Span) -> Span:
        """Return the stretch of the text from one word to before another, with its marks.

        A bracket that opens it and the marks that end a sentence with it belong to it.
        """
        start, end = int(self.starts[words.start]), int(self.ends[words.end - 1])
        while start and self.text[start - 1] in _OPEN:
            start -= 1
        ending = _END.match(self.text, end)
        return Span(start, ending.end() if ending else end)

    def wider(self, words: Span, before: int, behind: int) -> Span:
        """Return words with as many more before and behind as their sentence has, at most."""
        start, end = words.start, words.end
        while before and start and not self.ends_between(start - 1, start):
            start, before = start - 1, before - 1
        while behind and end < len(self.starts) and not self.ends_between(end - 1, end):
            end, behind = end + 1, behind - 1
        return Span(start, end)

    def ends_between(self, before: int, behind: int) -> bool:
        """Say whether a sentence, a part of one or a quotation ends between two words."""
        return bool(_STOP.search(self.text, int(self.ends[before]), int(self.starts[behind])))

    def divides(self, before: int, behind: int) -> bool:
        """Say whether two words are not in one quotation, nor both in none."""
        return self._quotation(before) != self._quotation(behind)

    def _quotation(self, word: int) -> int | None:
        at, ones = int(self.starts[word]), self.quotations
        number = bisect_right(ones, at, key=lambda one: one.start) - 1
        return number if number >= 0 and at < ones[number].end else None

    def pages_in(self, span: Span) -> list[Span]:
        """Return the pages printed within a span, by their places in it."""
        first = bisect_left(self.pages, Span(span.start, span.start))
        last = bisect_left(self.pages, Span(span.end, span.end))
        return [
            Span(one.start - span.start, one.end - span.start) for one in self.pages[first:last]
        ]

    def again(self, words: Span) -> list[Span]:
        """Return every place in the text where the same words stand, in reading order."""
        size = words.end - words.start
        found = self.grams.places(self.grams.numbers[words.start : words.end]).tolist()
        return [self.span(Span(at, at + size)) for at in found]


def _apart(concordance: Concordance, citation: Citation) -> bool:
    """Say whether a citation stands apart from the sentences: in brackets, or on its own line."""
    text = concordance.document.text
    start = max(concordance.document.paragraph_at(citation.start).start, citation.start - _NEAR)
    before = text[start : citation.start]
    alone = not any(letter.isalnum() for letter in before)
    return text[citation.start] in _OPEN or alone or bool(_BRACKET.search(before))
