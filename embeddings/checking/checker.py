"""Checks quotations: where words stand in a text, how they differ from it, or that they do not."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from embeddings.checking.errors import NothingToCheckError, TooLongError
from embeddings.checking.given_pages import Given, given, inside
from embeddings.checking.location import TextLocation, place
from embeddings.checking.message_spans import stretches, whole
from embeddings.checking.partition import FEWEST, Part, Partition
from embeddings.checking.result import Checked, Claim, LocatedQuote
from embeddings.checking.segments import Difference
from embeddings.checking.similar_passages import SimilarPassages
from embeddings.checking.text_words import TextWords
from embeddings.checking.word_diff import collate, divided
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove
from embeddings.text.search import PLACES
from embeddings.types import Hit, Span
from embeddings.types.answer import LIMIT

LONGEST = 10_000
"""So many characters are checked at once."""

BEYOND = 3
"""So many words of the text on the other side of a mark tell that the mark is its own."""


class Checker:
    """Checks words against one concordance; no model is needed.

    `nearest` may be a search that knows better what is nearest to words which are not in the
    text than by the words in common.
    """

    def __init__(
        self, concordance: Concordance, nearest: Callable[[str], Sequence[Hit]] | None = None
    ) -> None:
        self.concordance = concordance
        self._wording = TextWords(concordance)
        self._nearest = nearest or SimilarPassages(concordance, self._wording, LIMIT)
        works = {work.key: work for work in concordance.works}
        self._lore = KnownWorks(concordance.works, works.get(concordance.default or ""))

    def check(self, message: str) -> tuple[Checked, ...]:
        """Check each quotation in a message, or all of it where it has none.

        Raises NothingToCheckError where there is no word in it, TooLongError where it is longer
        than is checked at once.
        """
        if len(message) > LONGEST:
            raise TooLongError(len(message), LONGEST)
        if not whole(message):
            raise NothingToCheckError
        pages = given(message, self._lore)
        found = self._stretches(message, pages)
        return tuple(one for span in found for one in self._parts(message, span, pages))

    def _stretches(self, message: str, pages: Sequence[Given]) -> list[Span]:
        """Return the stretches to check: all of the message where its marks are the text's own.

        They are where words found one behind another stand on both sides of a mark.
        """
        found, every = stretches(message), whole(message)
        if found == every:
            return every
        parting = Partition(message, self._wording, [one.span for one in pages if one.apart])
        for part in parting.parts():
            words = [parting.words[at] for at, _ in part.pairs]
            held = sum(one.holds(word) for one in found for word in words)
            if not part.slight and held and len(words) - held >= BEYOND:
                return every
        return found

    def _parts(self, message: str, stretch: Span, pages: Sequence[Given]) -> Iterator[Checked]:
        """Yield each part of a stretch checked; together they are the stretch."""
        text = message[stretch.start : stretch.end]
        lengths = [len(word.written) for word in divided(text)]
        apart = inside((one.span for one in pages if one.apart), stretch)
        parting = Partition(text, self._wording, apart)
        end = stretch.start
        for part in parting.parts():
            start, end = end, end + sum(lengths[part.ours.start : part.ours.end])
            one = Checked(message[start:end], Span(start, end), stretch)
            if part.pairs:
                theirs = [each for each in pages if each.belongs(one.span, stretch, message)]
                yield self._found(one, part, parting, theirs)
            elif part.ours.end - part.ours.start < FEWEST:
                yield replace(one, slight=True)
            else:
                yield replace(one, nearest=prove(self.concordance, self._nearest(one.words)))

    def _found(
        self, one: Checked, part: Part, parting: Partition, pages: Sequence[Given]
    ) -> Checked:
        """Return words with what they are found to be."""
        theirs = self._wider(part, parting)
        here = place(self.concordance, self._wording.span(theirs))
        claims = {each: each.is_right(here) for each in pages}
        claims = {each: right for each, right in claims.items() if right or not each.bare}
        again = self._wording.again(theirs)
        others = [place(self.concordance, span) for span in again[:PLACES] if span != here.span]
        difference = self._difference(one, part, here, claims)
        return replace(
            one,
            found=LocatedQuote(here, difference, tuple(others), len(again)),
            slight=part.slight,
            claims=tuple(Claim(each.printed, right) for each, right in claims.items()),
        )

    def _wider(self, part: Part, parting: Partition) -> Span:
        """Return the words of the text in the place of all words of a part.

        As many more words of their sentence are taken as stand unfound before and behind.
        """
        (first, begin), (last, end) = part.pairs[0], part.pairs[-1]
        before = parting.counted(part.ours.start, first)
        behind = parting.counted(last + 1, part.ours.end)
        return self._wording.wider(Span(begin, end + 1), before, behind)

    def _difference(
        self, one: Checked, part: Part, here: TextLocation, claims: dict[Given, bool]
    ) -> Difference:
        """Return the difference of words to those of a place, pages told from words."""
        right = inside((each.span for each, right in claims.items() if right), one.span)
        wrong = inside((each.span for each, right in claims.items() if not right), one.span)
        ours = divided(one.words, right, wrong)
        theirs = divided(here.text, self._wording.pages_in(here.span))
        number = {here.span.start + word.start: at for at, word in enumerate(theirs)}
        starts = self._wording.starts
        same = ((number[int(starts[to])], at - part.ours.start) for at, to in part.pairs)
        return collate(theirs, ours, same)
