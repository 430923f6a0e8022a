"""The words of a text without the pages printed among them, and where they stand."""

import re
from bisect import bisect_left, bisect_right

import numpy as np

from embeddings.checking.ngrams import NgramIndex
from embeddings.concordance.concordance import Concordance
from embeddings.text.words import blank_spans, normalize_words
from embeddings.types import Citation, Span

_BOUNDARY = re.compile(r"[.!?…:;\n\"“”„«»()\[\]]")
_OPENING = "(["
_SENTENCE_END = re.compile(r"[.!?…]+")
_OPEN_BRACKET = re.compile(r"[(\[][^()\[\]\n]*$")
_MAX_LOOKBACK = 200


class TextWords:
    """The words of a concordance's text by position; pages in brackets are no words."""

    def __init__(self, concordance: Concordance) -> None:
        self.text = concordance.document.text
        self.quotations = concordance.quotations
        self.pages = [
            citation.span
            for citation in concordance.citations
            if _is_set_apart(concordance, citation)
        ]
        words = list(normalize_words(blank_spans(self.text, self.pages)))
        self.starts = np.fromiter((span.start for _, span in words), np.int64)
        self.ends = np.fromiter((span.end for _, span in words), np.int64)
        self.ngrams = NgramIndex(word for word, _ in words)

    def span_of(self, words: Span) -> Span:
        """Return the stretch of the text that words take up.

        It includes an opening bracket before them and the marks that end their sentence.
        """
        start, end = int(self.starts[words.start]), int(self.ends[words.end - 1])
        while start and self.text[start - 1] in _OPENING:
            start -= 1
        ending = _SENTENCE_END.match(self.text, end)
        return Span(start, ending.end() if ending else end)

    def widen(self, words: Span, before: int, after: int) -> Span:
        """Return words with at most so many more before and after, within their sentence."""
        start, end = words.start, words.end
        while before and start and not self.has_boundary_between(start - 1, start):
            start, before = start - 1, before - 1
        while after and end < len(self.starts) and not self.has_boundary_between(end - 1, end):
            end, after = end + 1, after - 1
        return Span(start, end)

    def has_boundary_between(self, first: int, second: int) -> bool:
        """Return whether a sentence, a clause or a quotation ends between two words."""
        return bool(_BOUNDARY.search(self.text, int(self.ends[first]), int(self.starts[second])))

    def are_in_different_quotations(self, first: int, second: int) -> bool:
        """Return whether two words are neither in the same quotation nor both in none."""
        return self._quotation_number(first) != self._quotation_number(second)

    def _quotation_number(self, word: int) -> int | None:
        start = int(self.starts[word])
        number = bisect_right(self.quotations, start, key=lambda quotation: quotation.start) - 1
        return number if number >= 0 and start < self.quotations[number].end else None

    def pages_in(self, span: Span) -> list[Span]:
        """Return the pages printed within a span, relative to its start."""
        first = bisect_left(self.pages, Span(span.start, span.start))
        last = bisect_left(self.pages, Span(span.end, span.end))
        return [
            Span(page.start - span.start, page.end - span.start) for page in self.pages[first:last]
        ]

    def find_repeats(self, words: Span) -> list[Span]:
        """Return every place in the text where the same words stand, in reading order."""
        size = words.end - words.start
        places = self.ngrams.find_places(self.ngrams.word_ids[words.start : words.end])
        return [self.span_of(Span(place, place + size)) for place in places.tolist()]


def _is_set_apart(concordance: Concordance, citation: Citation) -> bool:
    """Return whether a citation is in brackets or alone on its line, not in a sentence."""
    text = concordance.document.text
    paragraph = concordance.document.paragraph_at(citation.start)
    before = text[max(paragraph.start, citation.start - _MAX_LOOKBACK) : citation.start]
    begins_line = not any(character.isalnum() for character in before)
    return text[citation.start] in _OPENING or begins_line or bool(_OPEN_BRACKET.search(before))
