"""Hits in, an answer out: the exact-quote gate, the references, the refusal."""

import time
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from functools import cached_property

from embeddings.answering.conversation import Context
from embeddings.answering.follow_ups import follows, leans, refers, wordings
from embeddings.answering.question_names import QuestionNames
from embeddings.answering.small_talk import asks_on, cleaned, nothing_asked
from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.lookup.locator import Locator, locate
from embeddings.lookup.outcome import Outcome, answered
from embeddings.lookup.pages import look_up
from embeddings.lookup.verbatim import REMEMBERED, quoting, remembered, stands
from embeddings.messages import TranslatableMessage, form
from embeddings.retrieval.retriever import FollowUpQuery, Retriever
from embeddings.retrieval.stages import Query
from embeddings.text.quoted import quoted
from embeddings.text.search import TextSearch
from embeddings.types import Answer, EarlierTurn, Hit, Passage
from embeddings.types.answer import LIMIT

HINT = TranslatableMessage(
    "Ask about the text in a sentence, or name a page: for example “What is on page 45?”"
)
SUGGESTED = form("Ask about the text in a sentence, or name a page. For example: {examples}")
NEAREST = TranslatableMessage(
    "The text does not seem to speak to this. The nearest passages, which are no answer:"
)

SURE = 0.9
"""So probable must be what a question that leans on another finds by its own words alone."""

LEANING = 0.5
"""The share, at most, of such a question's own words,"""
OWN = 0.8
"""and that of one that shows no sign of leaning."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question, how many passages it wants, and how probable an answer must be."""

    words: str
    limit: int
    bar: float
    context: Context | None


@dataclass(frozen=True, slots=True)
class _Alone:
    """A question with what it found, and how probable the best is."""

    words: str
    asked: Query
    hits: tuple[Hit, ...]

    @property
    def sure(self) -> float:
        """How probable it is that the best answers."""
        return self.hits[0].score if self.hits else 0.0


class Answerer:
    """Answers questions from one concordance; the retriever is made when a search needs it."""

    def __init__(
        self,
        concordance: Concordance,
        bar: float,
        retriever: Callable[[], Retriever],
        suggestions: tuple[str, ...] = (),
    ) -> None:
        self.concordance, self.bar, self._retriever = concordance, bar, retriever
        self.suggestions = suggestions
        self._margin = Annotations(concordance)

    def warm(self) -> None:
        """Load what a search needs, so that the first question does not wait for it."""
        retriever = self._retriever()
        retriever.retrieve(retriever.ask("warm"), 1)

    def answer(
        self,
        question: str,
        limit: int = LIMIT,
        before: EarlierTurn | None = None,
        bar: float | None = None,
    ) -> Answer:
        """Answer a question with at most `limit` passages, each proved word for word.

        What was asked before tells what a question is about that does not say so itself. What
        is less probable than `bar` is no answer; it is the index's own unless told.
        """
        started = time.perf_counter()
        context = self._context(before) if before is not None else None
        sure = self.bar if bar is None else bar
        found = self._find(_Wanted(cleaned(question), limit, sure, context))
        return answered(self.concordance, question, found, started, self._margin)

    def _context(self, before: EarlierTurn) -> Context:
        if before.edition not in (None, self.concordance.document.edition):
            before = replace(before, passage=None)
        return Context(before, self.concordance, self._names)

    def speaking_to(self, words: str, limit: int, bar: float | None = None) -> list[Passage]:
        """Return at most so many passages that answer to some words, best first."""
        retriever, sure = self._retriever(), self.bar if bar is None else bar
        asked = retriever.ask(cleaned(words))
        hits = retriever.retrieve(asked, limit) if retriever.understands(asked.words) else []
        return [hit.passage for hit in hits if hit.score >= sure]

    def _find(self, wanted: _Wanted) -> Outcome:
        words, context = wanted.words, wanted.context
        if nothing_asked(words) and not (context is not None and asks_on(words)):
            return self._hint()
        if (locator := locate(words, self.concordance)) is not None:
            return self._look_up(wanted, locator)
        if sources := stands(words, self.concordance, self.finder, wanted.limit):
            return Outcome("source", None, sources)
        return self._search(wanted)

    def _look_up(self, wanted: _Wanted, locator: Locator) -> Outcome:
        """Look a page up; one that is asked for beside another is rather of the same work."""
        words, context, limit = wanted.words, wanted.context, wanted.limit
        named = locator.work or locator.rather or locator.unknown
        if context is None or named or not leans(words, self._names) or context.work is None:
            return look_up(self.concordance, locator, limit)
        found = look_up(self.concordance, replace(locator, rather=context.work), limit)
        return replace(found, understood=f"{words} ({context.work.short})")

    def _search(self, wanted: _Wanted) -> Outcome:
        """Search for what answers a question that names no page and is no piece of the text."""
        retriever, words, limit = self._retriever(), wanted.words, wanted.limit
        asked = retriever.ask(words)
        if not retriever.understands(asked.words):
            return self._hint()
        found = retriever.retrieve(asked, max(limit, REMEMBERED))
        if sources := remembered(words, found, self.concordance, self.finder):
            return Outcome("source", None, sources[:limit])
        alone = _Alone(words, asked, quoting(words, found, self.finder)[:limit])
        if wanted.context is None or quoted(words) or not follows(words, self._names):
            return self._judged(alone, sure=alone.sure >= wanted.bar)
        return self._after(wanted, wanted.context, alone)

    def _after(self, wanted: _Wanted, context: Context, alone: _Alone) -> Outcome:
        """Search for what answers a question as it is meant after another."""
        retriever, words, leaning = self._retriever(), alone.words, leans(alone.words, self._names)
        bare = nothing_asked(words)  # alone it would be a hint: what it finds by itself is chance
        worded = wordings(words, context.question, self._names)
        asked = [retriever.ask(one) for one in worded]
        own = 0.0 if bare else LEANING if leaning else OWN
        meanings = FollowUpQuery(alone.asked, asked, own, context.raised(words))
        meant = retriever.retrieve_meant(meanings, wanted.limit)
        suffices, fits = alone.sure >= wanted.bar, meant.sure >= wanted.bar
        if not fits and not bare and suffices and alone.sure >= (SURE if leaning else 0.0):
            return self._judged(alone, sure=True)
        found = self._judged(replace(alone, asked=asked[meant.at], hits=meant.hits), sure=fits)
        found = replace(found, joined=True)
        changed = meant.hits[0].passage != alone.hits[0].passage or fits != suffices
        if changed or refers(words, self._names):
            return replace(found, understood=worded[meant.at])
        return found

    def _judged(self, asked: _Alone, *, sure: bool) -> Outcome:
        """Return what was found as an answer, with what answers marked, or as what is nearest."""
        if not sure or not shares_letters(asked.words, self._letters):
            return Outcome("nearest", NEAREST, asked.hits)
        return Outcome("answer", None, tuple(self._retriever().marked(asked.asked, asked.hits)))

    @cached_property
    def _names(self) -> QuestionNames:
        return QuestionNames.of(self.concordance.document.text)

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(self.concordance.document.text.casefold())

    @cached_property
    def finder(self) -> TextSearch:
        """What finds words in the text."""
        return TextSearch(self.concordance.document.text)

    def _hint(self) -> Outcome:
        """Return what to ask instead."""
        if not self.suggestions:
            return Outcome("hint", HINT)
        examples = " ".join(f"“{one}”" for one in self.suggestions)
        return Outcome("hint", TranslatableMessage(SUGGESTED, examples=examples))


def shares_letters(question: str, text: Container[str]) -> bool:
    """Say whether a question has a letter of the text's, in lower case; else it has no answer."""
    letters = {letter for letter in question.casefold() if letter.isalpha()}
    return not letters or any(letter in text for letter in letters)
