"""A quotation at random from several texts: the more one quotes, the likelier it is its."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import NamedTuple

from embeddings.answering.answerer import Answerer
from embeddings.answering.several_texts import find_in_each
from embeddings.lookup import lookups
from embeddings.lookup.random_quotation import Wanted
from embeddings.types import Answer, Span


class Drawn(NamedTuple):
    """What was drawn last: of which edition, and where it stands there."""

    edition: str
    span: Span


@dataclass(frozen=True, slots=True)
class Drawing:
    """What is wanted, the chance that decides, and what was drawn last.

    `bar` tells of each text how probable it must be that a passage speaks to a theme.
    """

    wanted: Wanted
    chance: Random
    last: Drawn | None = None
    bar: Callable[[Answerer], float | None] = lambda _: None

    def of(self, answerers: Sequence[Answerer]) -> Answer:
        """Draw a quotation; where one text has none that is wanted, it is another's.

        Raises AskedError where it is nothing that can be looked up in any of them.
        """
        answers = find_in_each(self._order(answerers), self._drawn)
        return next((answer for answer in answers if answer.shown), answers[0])

    def _order(self, answerers: Sequence[Answerer]) -> list[Answerer]:
        """Return the texts in a random order, each the likelier first the more it quotes.

        Efraimidis and Spirakis, Weighted random sampling with a reservoir, 2006.
        """
        if len(answerers) == 1:
            return [*answerers]
        keys = [
            self.chance.random() ** (1 / (len(one.concordance.quotations) or 0.5))
            for one in answerers
        ]
        order = sorted(range(len(keys)), key=keys.__getitem__, reverse=True)
        return [answerers[at] for at in order]

    def _drawn(self, one: Answerer) -> Answer:
        concordance, last = one.concordance, self.last
        own = last is not None and last.edition == concordance.document.edition
        span = last.span if last is not None and own else None
        search = partial(one.speaking_to, bar=self.bar(one))
        return lookups.quotation(concordance, self.wanted, self.chance, span, search)
