"""Where a text goes: its parts, by its headings, or else where what it speaks of changes most."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from embeddings.concordance.concordance import Concordance
from embeddings.guide.guide import Section
from embeddings.guide.key_terms import KeyTerms
from embeddings.guide.segmentation import Numbers, divided
from embeddings.models.encoder import Vectors
from embeddings.text.headings import headings, words_of
from embeddings.text.sentences import sentences
from embeddings.types import Document, Span

PARAGRAPHS = 9
"""A part has about so many paragraphs,"""
FEWEST = 2
MOST = 25
"""and a text so few or so many parts, if it has no headings."""

OPENING = 60
"""Characters of the words that a part begins with."""

_WORDS = re.compile(r"[^\W_](?:[^\n“”„\"«»]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text speaks of: the vectors of its sentences, and the numbers of their passages."""

    vectors: Vectors
    owners: NDArray[np.int32]


def sections(concordance: Concordance, spoken: Spoken) -> tuple[Section, ...]:
    """Return the parts of a text, each paragraph in one of them, in reading order."""
    document = concordance.document
    inside = _inside(concordance)  # what stands within a quotation heads nothing
    heads = tuple(head for head in headings(document) if head not in inside)
    firsts = _headed(heads) if _divide(heads) else _cohering(concordance, spoken, heads)
    lasts = [*(first - 1 for first in firsts[1:]), len(document.paragraphs)]
    telling = KeyTerms(concordance, firsts)
    return tuple(
        _section(document, (first, last), heads, telling.terms(number))
        for number, (first, last) in enumerate(zip(firsts, lasts, strict=True))
    )


def _divide(heads: Iterable[int]) -> bool:
    """Say whether headings divide a text: a title alone does not."""
    return any(head > 1 for head in heads)


def _headed(heads: Sequence[int]) -> list[int]:
    """Return where parts begin: at the top, and at each heading that follows no other."""
    return [1, *(head for head in heads if head > 1 and head - 1 not in heads)]


def _cohering(concordance: Concordance, spoken: Spoken, heads: Iterable[int]) -> list[int]:
    """Return where parts begin that are each of a piece; nothing is cut that belongs together."""
    starts = np.array(_wholes(concordance, heads), dtype=np.int64)
    count = len(concordance.document.paragraphs)
    weights = np.diff(starts, append=count + 1)
    parts = min(MOST, max(FEWEST, round(count / PARAGRAPHS)))
    passages = np.array([one.paragraphs[0] for one in concordance.passages], dtype=np.int64)
    stretches = np.searchsorted(starts, passages, side="right") - 1
    directions = means(spoken.vectors, stretches[spoken.owners], len(starts))
    return [int(starts[at]) for at in divided(directions, weights, parts)]


def _wholes(concordance: Concordance, heads: Iterable[int]) -> list[int]:
    """Return the paragraphs that a part may begin with.

    None is within a passage or a quotation, nor behind what introduces it.
    """
    document, inside = concordance.document, _inside(concordance)
    inside |= {head + 1 for head in heads}
    inside |= {one.number + 1 for one in document.paragraphs if document.text[one.end - 1] == ":"}
    return [1, *(one.number for one in document.paragraphs[1:] if one.number not in inside)]


def _inside(concordance: Concordance) -> set[int]:
    """Return the paragraphs within a passage or a quotation that begins before them."""
    held = [one.span for one in concordance.passages]
    held += [Span((one.lead_in or one.span).start, one.cited_end) for one in concordance.quotations]
    return {number for span in held for number in concordance.document.paragraphs_in(span)[1:]}


def means(vectors: Vectors, owners: Numbers, count: int) -> Vectors:
    """Return the direction of the mean of each owner's vectors."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)


def _section(
    document: Document, ends: tuple[int, int], heads: Sequence[int], terms: tuple[Span, ...]
) -> Section:
    first, last = ends
    own = first
    while own in heads and own < last:
        own += 1
    over = range(first, own) if _divide(heads) else ()
    heading = tuple(words_of(document, number) for number in over)
    return Section(first, last, heading, _opening(document, own), terms)


def _opening(document: Document, number: int) -> Span:
    """Return the first words of a paragraph, whole ones, of its first sentence alone."""
    paragraph = document.paragraphs[number - 1]
    words = _WORDS.search(document.text, paragraph.start, paragraph.end)
    if words is None:
        return Span(paragraph.start, paragraph.end)
    return Span(words.start(), words.start() + _cut(words[0][: sentences(words[0])[0].end]))


def _cut(sentence: str) -> int:
    """Return the length of the whole words that fit, without the marks behind them."""
    ends = [match.end() for match in re.finditer(r"\w+", sentence)]
    return max((end for end in ends if end <= OPENING), default=ends[0])
