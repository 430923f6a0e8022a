"""Split text into sentences, also after the closing marks of quotations."""

import re
from itertools import pairwise

import sentencex

from embeddings.types import Span

_AFTER_CLOSING_MARK = re.compile(r"[.!?…][”»\"’'\])]{1,3}\s+(?=[“„«‘\"'(\[…]*[^\W\d_a-zß-öø-ÿ])")
_AFTER_ELLIPSIS = re.compile(r"(?:…|\.\.\.)(?=[^\W\d_a-zß-öø-ÿ])")
_AMOUNT = r"\d[\d½¼¾]*\s?[a-z]{1,4}"
_WITHIN = (
    re.compile(rf"{_AMOUNT}\.\s+(?=\d[\d½¼¾]*(?:[a-z]{{1,4}}\b|\s[a-z]{{1,4}}\.))"),
    re.compile(rf"(?<!\w){_AMOUNT}\.\s+(?=[a-z])"),
    re.compile(
        r"(?<!\w)(?:pp?|vols?|ch(?:ap)?s?|figs?|secs?|cols?|fols?|bks?|pts?|nn?|ll?|vv?)"
        r"\.\s+(?=\d)",
        re.IGNORECASE,
    ),
)
"""Abbreviations that more follows: `2s. 6d.`, `3s. 4d. a head`, `vol. 2, ch. 3`."""


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """Return the spans of a text's sentences, each with the white space after it.

    Together they cover the whole text. sentencex joins a quotation with the sentence that
    follows it; here a sentence may end with a quotation, or within one. It parts amounts of money
    and measures, which here stay together.
    """
    ends, end = set(), 0
    for sentence in sentencex.segment(language, text):
        end += len(sentence)
        ends.add(end)
    for pattern in (_AFTER_CLOSING_MARK, _AFTER_ELLIPSIS):
        ends.update(match.end() for match in pattern.finditer(text))
    ends.difference_update(match.end() for within in _WITHIN for match in within.finditer(text))
    ends.difference_update([end for end in ends if text[end : end + 1] in {",", ";"}])
    return [Span(*pair) for pair in pairwise(sorted({0, len(text)} | ends))]
