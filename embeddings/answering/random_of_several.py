"""A random quotation from several texts, where each text's chance grows with its quotations."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NamedTuple

from embeddings.answering.answerer import Answerer
from embeddings.answering.several_texts import find_in_each
from embeddings.lookup import lookups
from embeddings.lookup.random_quotation import QuotationFilter
from embeddings.types import Answer, Span

_WEIGHT_WITHOUT_QUOTATIONS = 0.5


class Drawn(NamedTuple):
    """The last quotation drawn: its edition, and its place there."""

    edition: str
    span: Span


@dataclass(frozen=True, slots=True)
class Drawing:
    """The quotation wanted, the source of randomness, and the last one drawn, to be avoided.

    `bar` returns the probability from which a passage of a text is about a theme.
    """

    wanted: QuotationFilter
    chance: Random
    last: Drawn | None = None
    bar: Callable[[Answerer], float | None] = lambda _: None

    def draw_from(self, answerers: Sequence[Answerer]) -> Answer:
        """Draw a quotation from the first text, in a random order, that has what is wanted.

        Raises AskedError if none of the texts knows the work or page that is wanted.
        """
        answers = find_in_each(self._shuffle(answerers), self._draw_from)
        return next((answer for answer in answers if answer.shown), answers[0])

    def _shuffle(self, answerers: Sequence[Answerer]) -> list[Answerer]:
        """Return the texts in a random order, weighted by their numbers of quotations.

        Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006.
        """
        if len(answerers) == 1:
            return [*answerers]
        weights = (
            len(answerer.concordance.quotations) or _WEIGHT_WITHOUT_QUOTATIONS
            for answerer in answerers
        )
        keys = [self.chance.random() ** (1 / weight) for weight in weights]
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
        return [answerers[place] for place in order]

    def _draw_from(self, answerer: Answerer) -> Answer:
        concordance, last = answerer.concordance, self.last
        is_same_text = last is not None and last.edition == concordance.document.edition
        last_span = last.span if last is not None and is_same_text else None
        search = partial(answerer.find_passages, bar=self.bar(answerer))
        return lookups.draw_quotation(concordance, self.wanted, self.chance, last_span, search)
