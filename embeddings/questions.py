"""Questions that the text answers, made of its own words: for hints, and for half-typed ones."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from embeddings.concordance import Concordance
from embeddings.drafts import ABOUT, Draft, drafts
from embeddings.folding import Folding
from embeddings.headings import headings
from embeddings.lexical import stems
from embeddings.retriever import Retriever
from embeddings.types import Passage

MOST = 200
"""Questions that are put to the text, and so kept at most."""

LONGEST = 100
"""Characters of a question."""

AMONG = 3
"""The passage that a question was made of is among so many that answer it."""

SUGGESTED = 3
"""Questions that a hint names."""


@dataclass(frozen=True, slots=True)
class Made:
    """A question that the text answers: what it was made of, and what answers it first."""

    draft: Draft
    first: Passage
    score: float

    @property
    def question(self) -> str:
        """The question itself."""
        return self.draft.question

    @property
    def own(self) -> bool:
        """Say whether the passage that it was made of answers it first."""
        return _made_of(self.draft, self.first)


def questions(retriever: Retriever) -> tuple[Made, ...]:
    """Return questions that the text answers with the passages they were made of, in order."""
    concordance = retriever.index.concordance
    different = _different(_told(retriever), Folding(concordance.names))
    made = (_made(retriever, one) for one in _spread(different, concordance))
    found = (one for one in made if one is not None)
    return tuple(sorted(found, key=lambda one: one.draft.places[0]))


def suggestions(made: Sequence[Made]) -> tuple[str, ...]:
    """Return the surest question of each third of a text, if other passages answer each."""
    own = [one for one in made if one.own]
    chosen: list[Made] = []
    for number in range(SUGGESTED):
        third = own[len(own) * number // SUGGESTED : len(own) * (number + 1) // SUGGESTED]
        new = [one for one in third if one.first not in {other.first for other in chosen}]
        chosen += sorted(new, key=lambda one: -one.score)[:1]
    return tuple(one.question for one in chosen)


def _told(retriever: Retriever) -> Iterator[Draft]:
    """Yield drafts of a fitting length, made of the text itself: a title answers nothing."""
    concordance = retriever.index.concordance
    document = concordance.document
    titles = set(headings(document))
    for one in drafts(concordance):
        places = [p for p in one.places if document.paragraph_at(p.start).number not in titles]
        if places and len(one.question) <= LONGEST:
            yield replace(one, places=tuple(places))


def _different(found: Iterable[Draft], folding: Folding) -> list[Draft]:
    """Return drafts that ask for different things; one that is made twice has all its places."""
    frame = frozenset(stems(f"{ABOUT} and"))
    kept: dict[frozenset[str], Draft] = {}
    for one in found:
        key = frozenset(stems(folding.fold(one.question))) - frame
        before = kept.get(key)
        places = one.places if before is None else (*before.places, *one.places)
        kept[key] = replace(before or one, places=places)
    return list(kept.values())


def _spread(found: Iterable[Draft], concordance: Concordance) -> list[Draft]:
    """Return as many drafts as are tried: the first of each passage, then their second ones.

    Where there is no room for all of a round, it is thinned evenly.
    """
    by_passage: dict[int, list[Draft]] = defaultdict(list)
    for one in found:
        by_passage[concordance.passage_at(one.places[0].start).start].append(one)
    chosen: list[Draft] = []
    for together in zip_longest(*(by_passage[start] for start in sorted(by_passage))):
        here = [one for one in together if one is not None]
        chosen += here[:: math.ceil(len(here) / max(1, MOST - len(chosen)))]
    return chosen[:MOST]


def _made(retriever: Retriever, draft: Draft) -> Made | None:
    """Return the question if the text answers it, with a passage that it was made of."""
    hits = retriever.retrieve(retriever.ask(draft.question), AMONG)
    sure = bool(hits) and hits[0].score >= retriever.calibration.bar
    own = sure and any(_made_of(draft, hit.passage) for hit in hits)
    return Made(draft, hits[0].passage, hits[0].score) if own else None


def _made_of(draft: Draft, passage: Passage) -> bool:
    """Say whether a passage holds what a question was made of, or is introduced by it."""
    spans = [span for span in (passage.span, passage.context) if span is not None]
    return any(place.touches(span) for place in draft.places for span in spans)
