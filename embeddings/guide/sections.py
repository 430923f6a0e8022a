"""Divides a text into sections: by its headings, or else where its subject changes most."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from embeddings.concordance.concordance import Concordance
from embeddings.guide.guide import Section
from embeddings.guide.key_terms import KeyTerms
from embeddings.models.encoder import Vectors
from embeddings.text.headings import find_heading_words, find_headings
from embeddings.text.sentences import split_sentences
from embeddings.types import Document, Span

UNEVENNESS_COST = 2.0
"""Cost of a part twice the average length, in paragraphs that are like no other in their part."""

MAX_STEPS = 600
"""Places at which a sequence may be divided; a longer one is divided at evenly spread places."""

Integers = NDArray[np.int64]
Costs = NDArray[np.float64]


def divide(vectors: Vectors, weights: Integers, parts: int) -> list[int]:
    """Return where each of so many parts begins, of elements with vectors and weights.

    Of all divisions this has the least variance within its parts, plus the cost of uneven
    parts. It is exact, by dynamic programming.
    """
    steps = min(len(vectors), MAX_STEPS)
    edges = np.unique(np.linspace(0, len(vectors), steps + 1).astype(np.int64))
    parts = min(parts, len(edges) - 1)
    costs = _compute_costs(vectors, weights, edges, parts)
    # the lowest cost of reaching each edge with one part, two parts, …, and from where
    best, origins = costs[0].copy(), []
    for _ in range(parts - 1):
        through = best[:, None] + costs
        origins.append(through.argmin(axis=0))
        best = through.min(axis=0)
    # trace the cheapest way back from the last edge
    cuts = [len(edges) - 1]
    for origin in reversed(origins):
        cuts.append(int(origin[cuts[-1]]))
    return [0, *(int(edges[cut]) for cut in reversed(cuts[1:]))]


def _compute_costs(vectors: Vectors, weights: Integers, edges: Integers, parts: int) -> Costs:
    """Return the cost of a part from each edge to each later one; infinite if not later."""
    centred = _centre(vectors, weights) * weights[:, None].astype(np.float32)
    sums = _sum_to_edges(centred, edges)
    positions = _sum_to_edges(weights[:, None], edges)[:, 0]
    lengths = positions[None, :] - positions[:, None]
    # the squared length of each part's sum of vectors
    products = sums @ sums.T
    squares = np.diag(products)
    coherence = squares[:, None] + squares[None, :] - 2 * products
    with np.errstate(divide="ignore", invalid="ignore"):
        unevenness = (lengths * parts / positions[-1] - 1) ** 2
        costs = lengths - coherence / lengths + UNEVENNESS_COST * unevenness
    return np.where(lengths > 0, costs, np.inf)


def _centre(vectors: Vectors, weights: Integers) -> Vectors:
    """Return unit vectors without what all of them have in common."""
    mean = np.average(vectors, axis=0, weights=weights)
    centred = vectors - mean.astype(np.float32)
    lengths = np.linalg.norm(centred, axis=1, keepdims=True)
    return np.asarray(centred / np.maximum(lengths, 1e-9), dtype=np.float32)


def _sum_to_edges(values: NDArray[Any], edges: Integers) -> Costs:
    """Return the sum of all values before each edge."""
    between = np.add.reduceat(values, edges[:-1], axis=0).astype(np.float64)
    return np.concatenate([np.zeros_like(between[:1]), between.cumsum(axis=0)])


SECTION_LENGTH = 9
"""Average paragraphs of a section, in a text without headings."""

MIN_SECTIONS = 2
"""Sections of a short text without headings."""

MAX_SECTIONS = 25
"""Sections of a long text without headings."""

MAX_OPENING_LENGTH = 60
"""Characters of a section's first words, which stand for its title."""

_WORDS = re.compile(r"[^\W_](?:[^\n“”„\"«»]*[^\W_])?")


@dataclass(frozen=True, slots=True)
class EmbeddedSentences:
    """The vectors of a text's sentences, and the index of the passage that each is in."""

    vectors: Vectors
    owners: NDArray[np.int32]


def divide_into_sections(
    concordance: Concordance, spoken: EmbeddedSentences
) -> tuple[Section, ...]:
    """Return the sections of a text in reading order; each paragraph is in exactly one."""
    document = concordance.document
    inside = _find_inside(concordance)  # a short line within a quotation is no heading
    heads = tuple(head for head in find_headings(document) if head not in inside)
    # the first and the last paragraph of each
    firsts = (
        _start_at_headings(heads)
        if _has_headings(heads)
        else _start_where_subject_changes(concordance, spoken, heads)
    )
    lasts = [*(first - 1 for first in firsts[1:]), len(document.paragraphs)]
    key_terms = KeyTerms(concordance, firsts)
    return tuple(
        _make_section(document, (first, last), heads, key_terms.terms(number))
        for number, (first, last) in enumerate(zip(firsts, lasts, strict=True))
    )


def _has_headings(heads: Iterable[int]) -> bool:
    """Return whether headings divide a text; a title at its top does not."""
    return any(head > 1 for head in heads)


def _start_at_headings(heads: Sequence[int]) -> list[int]:
    """Return the paragraphs that sections begin with: the first, and each group of headings."""
    return [1, *(head for head in heads if head > 1 and head - 1 not in heads)]


def _start_where_subject_changes(
    concordance: Concordance, spoken: EmbeddedSentences, heads: Iterable[int]
) -> list[int]:
    """Return the paragraphs that sections begin with, each section as coherent as possible."""
    # the text in stretches that must not be divided
    starts = np.array(_find_allowed_starts(concordance, heads), dtype=np.int64)
    paragraph_count = len(concordance.document.paragraphs)
    lengths = np.diff(starts, append=paragraph_count + 1)
    # the direction of each stretch: the mean of the vectors of its passages
    passages = np.array([passage.paragraphs[0] for passage in concordance.passages], dtype=np.int64)
    stretches = np.searchsorted(starts, passages, side="right") - 1
    directions = average_by_owner(spoken.vectors, stretches[spoken.owners], len(starts))
    count = min(MAX_SECTIONS, max(MIN_SECTIONS, round(paragraph_count / SECTION_LENGTH)))
    return [int(starts[stretch]) for stretch in divide(directions, lengths, count)]


def _find_allowed_starts(concordance: Concordance, heads: Iterable[int]) -> list[int]:
    """Return the paragraphs that a section may begin with.

    None is inside a passage or a quotation, or directly after a heading or a colon.
    """
    document, excluded = concordance.document, _find_inside(concordance)
    excluded |= {head + 1 for head in heads}
    excluded |= {
        paragraph.number + 1
        for paragraph in document.paragraphs
        if document.text[paragraph.end - 1] == ":"
    }
    numbers = (paragraph.number for paragraph in document.paragraphs[1:])
    return [1, *(number for number in numbers if number not in excluded)]


def _find_inside(concordance: Concordance) -> set[int]:
    """Return the paragraphs of a passage or a quotation but for its first."""
    spans = [passage.span for passage in concordance.passages]
    spans += [
        Span((quotation.lead_in or quotation.span).start, quotation.cited_end)
        for quotation in concordance.quotations
    ]
    return {number for span in spans for number in concordance.document.paragraphs_in(span)[1:]}


def average_by_owner(vectors: Vectors, owners: Integers, count: int) -> Vectors:
    """Return the direction of the mean of each owner's vectors, as unit vectors."""
    sums = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, owners, vectors)
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    return np.asarray(sums / np.maximum(lengths, 1e-9), dtype=np.float32)


def _make_section(
    document: Document, ends: tuple[int, int], heads: Sequence[int], terms: tuple[Span, ...]
) -> Section:
    first, last = ends
    first_below = first
    while first_below in heads and first_below < last:
        first_below += 1
    above = range(first, first_below) if _has_headings(heads) else ()
    heading = tuple(find_heading_words(document, number) for number in above)
    return Section(first, last, heading, _find_opening(document, first_below), terms)


def _find_opening(document: Document, number: int) -> Span:
    """Return the first words of a paragraph, from its first sentence only."""
    paragraph = document.paragraphs[number - 1]
    words = _WORDS.search(document.text, paragraph.start, paragraph.end)
    if words is None:
        return Span(paragraph.start, paragraph.end)
    sentence = words[0][: split_sentences(words[0])[0].end]
    return Span(words.start(), words.start() + _cut_length(sentence))


def _cut_length(sentence: str) -> int:
    """Return the length of the whole words that fit, without the marks after them."""
    ends = [match.end() for match in re.finditer(r"\w+", sentence)]
    return max((end for end in ends if end <= MAX_OPENING_LENGTH), default=ends[0])
