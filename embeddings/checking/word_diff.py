"""Collates quoted words with a text's, word by word, each with its punctuation marks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter

from rapidfuzz import fuzz

from embeddings.checking.segments import QuoteDifference, Segment, SegmentKind, are_same_words
from embeddings.text.words import blank_spans, normalize_words
from embeddings.types import Span

MIN_SIMILARITY = 60
"""Percent of letters in common from which two words are one, spelt differently."""

_BLANK = " "
_MAX_COMPARISONS = 2500
_ASKING_MARK = re.compile(r"[?!]")
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’‘ʼ`´](?=[^\W\d_])")
_LAST_SPACE = re.compile(r"\s\S*$")
_OPENING_MARK = re.compile(r"[(\[{“„«‘‚‹]")


@dataclass(frozen=True, slots=True)
class WrittenWord:
    """A word: folded, where it begins, and as it is written, with its marks and white space."""

    folded: str
    start: int
    written: str
    page: SegmentKind | None = None


_Alignment = tuple[float, tuple[tuple[int, int], ...]]
"""The total similarity of aligned words, and their pairs of positions."""

_Sides = tuple[Sequence[WrittenWord], Sequence[WrittenWord]]
"""Words of the text, and the quoted words in their place."""


def split_words(
    text: str, pages: Iterable[Span] = (), other_pages: Iterable[Span] = ()
) -> tuple[WrittenWord, ...]:
    """Return the words of a text, each with the marks and white space that belong to it.

    Together they are the whole text. The words of pages, and of other pages, are marked.
    """
    words = list(normalize_words(text))
    if not words:
        return ()
    without_pages, without_others = blank_spans(text, pages), blank_spans(text, other_pages)
    gaps = (Span(span.end, following.start) for (_, span), (_, following) in pairwise(words))
    cuts = [0, *(gap.start + _find_cut(text[gap.start : gap.end]) for gap in gaps), len(text)]
    return tuple(
        WrittenWord(
            word, span.start, text[start:end], _page_kind(without_pages, without_others, span.start)
        )
        for (word, span), (start, end) in zip(words, pairwise(cuts), strict=True)
    )


def _page_kind(without_pages: str, without_others: str, offset: int) -> SegmentKind | None:
    if without_pages[offset] == _BLANK:
        return "page"
    return "other page" if without_others[offset] == _BLANK else None


def _find_cut(between: str) -> int:
    """Return where to cut between two words: after white space, or before an opening mark."""
    if (space := _LAST_SPACE.search(between)) is not None:
        return space.start() + 1
    opening = _OPENING_MARK.search(between)
    return opening.start() if opening else len(between)


def collate(
    text: Sequence[WrittenWord], quote: Sequence[WrittenWord], same: Iterable[tuple[int, int]]
) -> QuoteDifference:
    """Return how quoted words differ from those of the text.

    `same` are the words known to be the same, in order: pairs of positions in the text's words
    and in the quoted ones.
    """
    sides: list[_Sides] = []
    text_start = quote_start = 0
    for text_at, quote_at in [*same, (len(text), len(quote))]:
        sides += _collate_gap(text[text_start:text_at], quote[quote_start:quote_at])
        if text_at < len(text):
            sides.append(([text[text_at]], [quote[quote_at]]))
        text_start, quote_start = text_at + 1, quote_at + 1
    return QuoteDifference(_join(text), _join(quote), tuple(_make_segments(sides)))


def _collate_gap(text: Sequence[WrittenWord], quote: Sequence[WrittenWord]) -> Iterator[_Sides]:
    """Yield the sides of what stands between two known words: similar words side by side."""
    if len(text) != len(quote) and are_same_words(_join(text), _join(quote)):
        yield text, quote  # the same words, joined or divided by a hyphen
        return
    text_start = quote_start = 0
    for text_at, quote_at in [*_align_similar(text, quote), (len(text), len(quote))]:
        yield from _collate_unlike(text[text_start:text_at], quote[quote_start:quote_at])
        if text_at < len(text):
            yield [text[text_at]], [quote[quote_at]]
        text_start, quote_start = text_at + 1, quote_at + 1


def _align_similar(
    text: Sequence[WrittenWord], quote: Sequence[WrittenWord]
) -> list[tuple[int, int]]:
    """Return the pairs of words, in order on both sides, with the highest total similarity."""
    if not 0 < len(text) * len(quote) <= _MAX_COMPARISONS:
        return []
    above: list[_Alignment] = [(0.0, ())] * (len(quote) + 1)
    for text_at, text_word in enumerate(text):
        row: list[_Alignment] = [(0.0, ())]
        for quote_at, quoted_word in enumerate(quote):
            similarity = fuzz.ratio(
                text_word.folded, quoted_word.folded, score_cutoff=MIN_SIMILARITY
            )
            score, pairs = above[quote_at]
            paired: _Alignment = (0.0, ())
            if similarity:
                paired = (score + similarity, (*pairs, (text_at, quote_at)))
            row.append(max(above[quote_at + 1], row[-1], paired, key=itemgetter(0)))
        above = row
    return list(above[-1][1])


def _collate_unlike(text: Sequence[WrittenWord], quote: Sequence[WrittenWord]) -> Iterator[_Sides]:
    """Yield the sides of words that have nothing in common, pages by themselves."""
    left_out, added = _group_by_page(text), _group_by_page(quote)
    while left_out or added:
        omitted, inserted = left_out[0] if left_out else [], added[0] if added else []
        if omitted and inserted and not _may_replace(omitted[0], inserted):
            omitted, inserted = (omitted, []) if omitted[0].page else ([], inserted)
        left_out, added = left_out[bool(omitted) :], added[bool(inserted) :]
        yield omitted, inserted


def _group_by_page(words: Sequence[WrittenWord]) -> list[list[WrittenWord]]:
    """Return words in groups that stand together, those of pages apart from the others."""
    return [list(group) for _, group in groupby(words, key=lambda word: word.page is None)]


def _may_replace(word: WrittenWord, quote: Sequence[WrittenWord]) -> bool:
    """Return whether quoted words may stand in the place of a word; a number may for a page."""
    if bool(word.page) == bool(quote[0].page):
        return True
    has_digit = any(letter.isdigit() for quoted in quote for letter in quoted.folded)
    return bool(word.page) and has_digit


def _make_segments(sides: Sequence[_Sides]) -> Iterator[Segment]:
    """Yield segments, neighbours of one kind joined; changed words stay apart."""
    kinds = [_kind_of(*both) for both in sides]
    groups = [number if kind == "changed" else -1 for number, kind in enumerate(kinds)]
    numbered = zip(kinds, groups, sides, strict=True)
    for (kind, _), group in groupby(numbered, key=itemgetter(0, 1)):
        joined = [both for *_, both in group]
        text = "".join(_join(text) for text, _ in joined)
        yield Segment(kind, text, "".join(_join(quote) for _, quote in joined))


def _kind_of(text: Sequence[WrittenWord], quote: Sequence[WrittenWord]) -> SegmentKind:
    if [word.folded for word in text] != [word.folded for word in quote]:
        if all(word.page for word in (*text, *quote)):
            return "other page" if any(word.page == "other page" for word in quote) else "page"
        if not quote:
            return "left out"
        if not text:
            return "added"
    return "same" if _are_written_alike(_join(text), _join(quote)) else "changed"


def _are_written_alike(text: str, words: str) -> bool:
    """Return whether words are the same, and no mark turns them into others."""
    if set(_ASKING_MARK.findall(text)) != set(_ASKING_MARK.findall(words)):
        return False
    apostrophes = len(_APOSTROPHE.findall(text)), len(_APOSTROPHE.findall(words))
    return apostrophes[0] == apostrophes[1] and are_same_words(text, words)


def _join(words: Iterable[WrittenWord]) -> str:
    return "".join(word.written for word in words)
