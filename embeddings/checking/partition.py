"""Divides quoted words into parts: those that a text has, each from one place, and the others."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from embeddings.checking.alignment import AlignedRun, WeightedQuery, WordPairs, align
from embeddings.checking.text_words import TextWords
from embeddings.text.words import blank_spans, normalize_words
from embeddings.types import Span

MIN_SURPLUS_BITS = 18.0
"""Bits, beyond those that single out one word of the text, that prove words are taken from it."""

MIN_DENSITY = 0.6
"""Share of a run's words that must be the text's."""

MIN_LONG_RUN = 8
"""Matched words that are a quotation whatever else their sentence says."""

MIN_SENTENCE_SHARE = 0.5
"""Share of its sentences' words that must be matched for a shorter run to be a quotation."""

MIN_WORDS = 5
"""Fewer words than this, unless they are all verbatim, might be from anywhere."""

MAX_STRAY_WORDS = 2
"""Unmatched words that always go to the part beside them, even across a sentence's end."""

_GAP_SHARE = 3
_MIN_TAIL_BITS = 8.0
_MAX_OMITTED = 4
_BORDER = re.compile(r"[.!?…:;]\W*\s|\n|…")


@dataclass(frozen=True, slots=True)
class QuotePart:
    """Consecutive quoted words, and which words of the text they match, if any.

    `span` counts words, not characters; `pairs` are positions in the quoted words and in the
    text. A part is `slight` if its words are too few and too common to be a quotation.
    """

    span: Span
    pairs: WordPairs = ()
    slight: bool = False


class Partition:
    """The partition of one stretch of quoted words; pages cited in it are not matched.

    `rows` are the positions of the words that are matched, in the order of `word_ids`.
    """

    def __init__(self, quote: str, text_words: TextWords, pages: Sequence[Span] = ()) -> None:
        self.quote, self.text_words, self.ngrams = quote, text_words, text_words.ngrams
        words, without_pages = list(normalize_words(quote)), blank_spans(quote, pages)
        self.words = [span for _, span in words]
        self.rows = [
            position
            for position, span in enumerate(self.words)
            if not without_pages[span.start].isspace()
        ]
        self.word_ids = self.ngrams.encode(words[row][0] for row in self.rows)
        self.bits = self.ngrams.measure_rarity(self.word_ids)
        self.position_bits = math.log2(len(self.ngrams) + 1)

    def divide(self) -> list[QuotePart]:
        """Return the parts, in order; together they are all the words."""
        if (verbatim := self._match_verbatim()) is not None:
            return [verbatim]
        parts = [self._trim_run(run) for run in self._select_runs(self._align())]
        for at in range(len(parts) - 1):
            parts[at : at + 2] = self._settle_border(*parts[at : at + 2])
        return self._fill_gaps([piece for part in parts for piece in self._split_part(part)])

    def count_matchable(self, start: int, end: int) -> int:
        """Return how many words between two positions are not those of pages."""
        return sum(start <= row < end for row in self.rows)

    def _match_verbatim(self) -> QuotePart | None:
        """Return all the words as one part if the text has them one after another."""
        places = self.ngrams.find_places(self.word_ids)
        if not len(places):
            return None
        pairs = tuple((row, int(places[0]) + offset) for offset, row in enumerate(self.rows))
        slight = float(self.bits.sum()) < self.position_bits + MIN_SURPLUS_BITS
        return QuotePart(Span(0, len(self.words)), pairs, slight)

    def _align(self) -> list[AlignedRun]:
        """Return the runs that tell enough and are dense enough."""
        run_cost = self.position_bits + MIN_SURPLUS_BITS
        if self.bits.sum() <= run_cost:
            return []
        windows = self.ngrams.find_windows(self.word_ids)
        query = WeightedQuery(self.word_ids, self.bits)
        runs = align(query, self.ngrams.word_ids, windows, run_cost)
        return [run for run in runs if len(run.pairs) >= max(MIN_WORDS, MIN_DENSITY * run.length)]

    def _select_runs(self, runs: Sequence[AlignedRun]) -> list[AlignedRun]:
        """Return the runs that are long, or are most of the sentences that they are in."""
        matched = {row for run in runs for row, _ in run.pairs}
        return [
            run
            for run in runs
            if len(run.pairs) >= MIN_LONG_RUN
            or len(matched & (sentences := self._sentence_rows(run.query_span)))
            >= MIN_SENTENCE_SHARE * len(sentences)
        ]

    def _sentence_rows(self, rows: Span) -> set[int]:
        """Return the rows of all sentences that some rows are in."""
        start, end = rows.start, rows.end
        while start and not self._is_border(self.rows[start]):
            start -= 1
        while end < len(self.rows) and not self._is_border(self.rows[end]):
            end += 1
        return set(range(start, end))

    def _trim_run(self, run: AlignedRun) -> QuotePart:
        """Return a run as a part, without the few words that it has of neighbouring sentences."""
        pairs = self._trim_tail(run.pairs)
        pairs = self._trim_tail(pairs[::-1])[::-1]
        positions = tuple((self.rows[row], text) for row, text in pairs)
        return QuotePart(Span(positions[0][0], positions[-1][0] + 1), positions)

    def _trim_tail(self, pairs: WordPairs) -> WordPairs:
        """Return pairs without the last ones, if these tell little and are of another sentence."""
        bits = 0.0
        for at in range(len(pairs) - 1, 0, -1):
            bits += float(self.bits[pairs[at][0]])
            if bits >= _MIN_TAIL_BITS:
                return pairs
            (row, text), (next_row, next_text) = sorted(pairs[at - 1 : at + 1])
            has_gap = max(next_row - row, next_text - text) > 1
            if has_gap and self.text_words.has_boundary_between(text, next_text):
                return self._trim_tail(pairs[:at])
        return pairs

    def _settle_border(self, first: QuotePart, second: QuotePart) -> tuple[QuotePart, QuotePart]:
        """Give the second part the last words of the first if they begin its sentence."""
        (start, text_start), moved = second.pairs[0], 0
        # find how many of the first part's last words the second may begin with
        for back, (position, text) in enumerate(first.pairs[:0:-1], 1):
            word_ids = self.ngrams.word_ids
            is_same = text_start >= back and word_ids[text_start - back] == word_ids[text]
            if position != start - back or not is_same:
                break
            previous = first.pairs[-back - 1][1]
            if self._is_border(position) or self.text_words.has_boundary_between(previous, text):
                moved = back
        if not moved or len(first.pairs) - moved < MIN_WORDS:
            return first, second
        # move them
        kept = first.pairs[:-moved]
        taken = tuple((start - back, text_start - back) for back in range(moved, 0, -1))
        return (
            replace(first, span=Span(first.span.start, kept[-1][0] + 1), pairs=kept),
            replace(second, span=Span(start - moved, second.span.end), pairs=taken + second.pairs),
        )

    def _split_part(self, part: QuotePart) -> Iterator[QuotePart]:
        """Yield a part as several where it leaves out much of the text up to another quotation."""
        for at, ((_, text), (_, next_text)) in enumerate(pairwise(part.pairs), 1):
            both_long = MIN_WORDS <= at <= len(part.pairs) - MIN_WORDS
            omits_much = next_text - text > _MAX_OMITTED
            if (
                both_long
                and omits_much
                and self.text_words.are_in_different_quotations(text, next_text)
            ):
                first, rest = part.pairs[:at], part.pairs[at:]
                yield QuotePart(Span(part.span.start, first[-1][0] + 1), first)
                yield from self._split_part(QuotePart(Span(rest[0][0], part.span.end), rest))
                return
        yield part

    def _fill_gaps(self, matched: Sequence[QuotePart]) -> list[QuotePart]:
        """Return the parts with the words between them, as parts or added to a neighbour."""
        parts: list[QuotePart] = []
        start = 0
        for following in (*matched, None):
            gap = Span(start, following.span.start if following else len(self.words))
            preceding = parts[-1] if parts and parts[-1].pairs else None
            owner = self._choose_owner(gap, preceding, following)
            start = gap.end
            if preceding is not None and owner is preceding:
                parts[-1] = replace(preceding, span=Span(preceding.span.start, gap.end))
            elif following is not None and owner is following:
                start = gap.start
            elif gap.start < gap.end:
                parts.append(QuotePart(gap))
            if following is not None:
                parts.append(replace(following, span=Span(start, following.span.end)))
                start = following.span.end
        return parts

    def _choose_owner(
        self, gap: Span, preceding: QuotePart | None, following: QuotePart | None
    ) -> QuotePart | None:
        """Return the neighbour that the words of a gap belong to, None if neither."""
        size = self.count_matchable(gap.start, gap.end)
        sides = [(preceding, gap.start), (following, gap.end)]
        neighbours = [(part, edge) for part, edge in sides if part is not None]
        for part, edge in neighbours:
            limit = max(MIN_WORDS - 1, (part.span.end - part.span.start) // _GAP_SHARE)
            if gap.start < gap.end and size <= limit and not self._is_border(edge):
                return part
        return neighbours[0][0] if neighbours and size <= MAX_STRAY_WORDS else None

    def _is_border(self, position: int) -> bool:
        """Return whether a sentence or a line ends before a word."""
        between = self.quote[self.words[position - 1].end : self.words[position].start]
        return bool(_BORDER.search(between))
