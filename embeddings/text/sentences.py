"""Where sentences end, also behind the closing marks of quotations."""

import re
from itertools import pairwise

import sentencex

from embeddings.types import Span

_BEHIND_CLOSING = re.compile(r"[.!?…][”»\"’'\])]{1,3}\s+(?=[“„«‘\"'(\[…]*[^\W\d_a-zß-öø-ÿ])")
_BEHIND_ELLIPSIS = re.compile(r"(?:…|\.\.\.)(?=[^\W\d_a-zß-öø-ÿ])")


def sentences(text: str, language: str = "en") -> list[Span]:
    """Return the spans of a text's sentences, each with the white space behind it.

    Together they are the whole text. sentencex keeps a quotation in one piece with the
    sentence that follows it; here a sentence may end with a quotation, or within one.
    """
    ends, end = set(), 0
    for sentence in sentencex.segment(language, text):
        end += len(sentence)
        ends.add(end)
    for form in (_BEHIND_CLOSING, _BEHIND_ELLIPSIS):
        ends.update(match.end() for match in form.finditer(text))
    return [Span(*pair) for pair in pairwise(sorted({0, len(text)} | ends))]
