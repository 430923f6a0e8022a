"""Checks quotations: where a text has the quoted words, and how they differ from its own."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from embeddings.checking.errors import NothingToCheckError, TooLongError
from embeddings.checking.given_pages import GivenPage, find_given_pages, shift_into
from embeddings.checking.location import TextLocation, locate_span
from embeddings.checking.message_spans import find_all_spans, find_quoted_spans
from embeddings.checking.partition import MIN_WORDS, Partition, QuotePart
from embeddings.checking.result import CheckedQuote, LocatedQuote, PageClaim
from embeddings.checking.segments import QuoteDifference
from embeddings.checking.text_words import TextWords
from embeddings.checking.word_diff import collate, split_words
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.text.search import MAX_PLACES
from embeddings.text.words import normalize_text
from embeddings.types import Hit, Span
from embeddings.types.answer import DEFAULT_LIMIT

COMMON_WORD_RATIO = 100
"""A word that is more than one in this many words of the text says nothing of its subject."""


class SimilarPassages:
    """Finds the passages nearest to words that the text does not have; needs no model."""

    def __init__(self, concordance: Concordance, text_words: TextWords, limit: int) -> None:
        self.passages, self.limit = concordance.passages, limit
        self.starts = np.fromiter((passage.start for passage in self.passages), np.int64)
        self.text_words = text_words

    def __call__(self, words: str) -> tuple[Hit, ...]:
        """Return the nearest passages, best first; a score is the share of the bits in common."""
        ngrams = self.text_words.ngrams
        word_ids = np.unique(ngrams.encode(normalize_text(words).split()))
        rarity = ngrams.measure_rarity(word_ids)
        # each passage earns the bits of the words that it holds
        scores = np.zeros(len(self.passages))
        for word_id, bits in zip(word_ids, rarity, strict=True):
            places = ngrams.find_places(np.array([word_id]))
            if 0 < len(places) * COMMON_WORD_RATIO <= max(COMMON_WORD_RATIO, len(ngrams)):
                starts = self.text_words.starts[places]
                holding = np.searchsorted(self.starts, starts, "right") - 1
                scores[np.unique(holding)] += bits
        best = np.argsort(-scores, kind="stable")[: self.limit]
        # one word in common, however rare, does not make a passage near
        near = (rank for rank in best if scores[rank] > rarity.max(initial=0.0))
        scored = ((at, float(scores[at] / rarity.sum())) for at in near)
        return tuple(Hit(self.passages[at], score, sure=False) for at, score in scored)


MAX_MESSAGE_LENGTH = 10_000
"""Characters of the longest message that is checked."""

MIN_WORDS_OUTSIDE = 3
"""Words of a quotation, outside a message's own marks, that show the marks to be the text's."""


class Checker:
    """Checks messages against one concordance; needs no model.

    `nearest` finds the passages nearest to words that the text lacks. By default these are the
    passages with the most words in common; a search with a model may know better.
    """

    def __init__(
        self, concordance: Concordance, nearest: Callable[[str], Sequence[Hit]] | None = None
    ) -> None:
        self.concordance = concordance
        self._text_words = TextWords(concordance)
        self._find_nearest = nearest or SimilarPassages(
            concordance, self._text_words, DEFAULT_LIMIT
        )
        works = {work.key: work for work in concordance.works}
        self._works = KnownWorks(concordance.works, works.get(concordance.default or ""))

    def check(self, message: str) -> tuple[CheckedQuote, ...]:
        """Check each quotation in a message, or all of it if it has none.

        Raises NothingToCheckError if the message has no words, TooLongError if it is longer
        than MAX_MESSAGE_LENGTH.
        """
        if len(message) > MAX_MESSAGE_LENGTH:
            raise TooLongError(len(message), MAX_MESSAGE_LENGTH)
        if not find_all_spans(message):
            raise NothingToCheckError
        pages = find_given_pages(message, self._works)
        stretches = self._choose_stretches(message, pages)
        return tuple(
            checked
            for stretch in stretches
            for checked in self._check_stretch(message, stretch, pages)
        )

    def _choose_stretches(self, message: str, pages: Sequence[GivenPage]) -> list[Span]:
        """Return the stretches to check: all of the message if its quotation marks are the text's.

        They are the text's if consecutive words of it stand on both sides of a mark.
        """
        quoted, everything = find_quoted_spans(message), find_all_spans(message)
        if quoted == everything:
            return everything
        set_apart = [page.span for page in pages if page.set_apart]
        partition = Partition(message, self._text_words, set_apart)
        for part in partition.divide():
            words = [partition.words[position] for position, _ in part.pairs]
            inside = sum(span.holds(word) for span in quoted for word in words)
            if not part.slight and inside and len(words) - inside >= MIN_WORDS_OUTSIDE:
                return everything
        return quoted

    def _check_stretch(
        self, message: str, stretch: Span, pages: Sequence[GivenPage]
    ) -> Iterator[CheckedQuote]:
        """Yield each part of a stretch, checked; together they are the stretch."""
        text = message[stretch.start : stretch.end]
        lengths = [len(word.written) for word in split_words(text)]
        set_apart = shift_into(stretch, (page.span for page in pages if page.set_apart))
        partition = Partition(text, self._text_words, set_apart)
        end = stretch.start
        for part in partition.divide():
            start, end = end, end + sum(lengths[part.span.start : part.span.end])
            checked = CheckedQuote(message[start:end], Span(start, end), stretch)
            if part.pairs:
                given = [page for page in pages if page.belongs_to(checked.span, stretch, message)]
                yield self._locate(checked, part, partition, given)
            elif part.span.end - part.span.start < MIN_WORDS:
                yield replace(checked, slight=True)
            else:
                nearest = prove_hits(self.concordance, self._find_nearest(checked.words))
                yield replace(checked, nearest=nearest)

    def _locate(
        self,
        checked: CheckedQuote,
        part: QuotePart,
        partition: Partition,
        pages: Sequence[GivenPage],
    ) -> CheckedQuote:
        """Return matched words with their place, their difference, and a verdict on their pages."""
        words = self._widen(part, partition)
        location = locate_span(self.concordance, self._text_words.span_of(words))
        verdicts = {page: page.is_right(location) for page in pages}
        verdicts = {page: right for page, right in verdicts.items() if right or not page.bare}
        repeats = self._text_words.find_repeats(words)
        others = [
            locate_span(self.concordance, span)
            for span in repeats[:MAX_PLACES]
            if span != location.span
        ]
        difference = self._compare(checked, part, location, verdicts)
        return replace(
            checked,
            located=LocatedQuote(location, difference, tuple(others), len(repeats)),
            slight=part.slight,
            claims=tuple(PageClaim(page.printed, right) for page, right in verdicts.items()),
        )

    def _widen(self, part: QuotePart, partition: Partition) -> Span:
        """Return the words of the text that a whole part stands for, unmatched words included.

        For each unmatched word at either end one more word is taken, within the sentence.
        """
        (first, text_first), (last, text_last) = part.pairs[0], part.pairs[-1]
        before = partition.count_matchable(part.span.start, first)
        after = partition.count_matchable(last + 1, part.span.end)
        return self._text_words.widen(Span(text_first, text_last + 1), before, after)

    def _compare(
        self,
        checked: CheckedQuote,
        part: QuotePart,
        location: TextLocation,
        verdicts: Mapping[GivenPage, bool],
    ) -> QuoteDifference:
        """Return how words differ from those of a location, right and wrong pages marked."""
        right_pages = (page.span for page, right in verdicts.items() if right)
        wrong_pages = (page.span for page, right in verdicts.items() if not right)
        quote = split_words(
            checked.words,
            shift_into(checked.span, right_pages),
            shift_into(checked.span, wrong_pages),
        )
        text = split_words(location.text, self._text_words.pages_in(location.span))
        # positions in the whole text and quotation become positions in these words
        position = {location.span.start + word.start: at for at, word in enumerate(text)}
        starts = self._text_words.starts
        same = (
            (position[int(starts[text_at])], quote_at - part.span.start)
            for quote_at, text_at in part.pairs
        )
        return collate(text, quote, same)
