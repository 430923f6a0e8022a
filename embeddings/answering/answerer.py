"""From a question to an answer: a look-up, a search, or a refusal."""

import time
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from embeddings.answering.about import describe_text, find_topic
from embeddings.answering.chat_words import drop_asking, write_out
from embeddings.answering.conversation import Context
from embeddings.answering.follow_ups import (
    drop_opening,
    leans,
    names_nothing,
    refers_back,
    rewrite_question,
)
from embeddings.answering.manners import reply_to
from embeddings.answering.question_parts import join_parts, split_question
from embeddings.answering.small_talk import asks_nothing, asks_only_in_context, clean_question
from embeddings.concordance.annotations import Annotations
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import Outcome, make_answer
from embeddings.lookup.locator import Locator, find_locator
from embeddings.lookup.pages import look_up_pages
from embeddings.lookup.verbatim import (
    MAX_REMEMBERED_HITS,
    find_remembered,
    find_verbatim,
    put_quoting_first,
)
from embeddings.messages import TranslatableMessage, form, join_messages
from embeddings.retrieval.question_names import QuestionNames
from embeddings.retrieval.retriever import FollowUpQuery, Retriever
from embeddings.retrieval.stages import Query
from embeddings.text.quotation_marks import find_quoted_phrases
from embeddings.text.search import TextSearch
from embeddings.text.words import Synonyms
from embeddings.types import Answer, EarlierTurn, Hit, Passage
from embeddings.types.answer import DEFAULT_LIMIT

NEAREST = TranslatableMessage(
    "I couldn’t find an answer to that in the text. The closest passages:"
)

ABSENT = form("The text never mentions {names}.")

WARM_UP = "warmm"
"""A word that is misspelt, since what corrects it is made when it is first needed."""

MIN_PROBABILITY_ALONE = 0.9
"""Probability needed to answer a follow-up by its own words when no rewrite is answered."""

MAX_OWN_WEIGHT = 0.5
"""Largest share in a score of the own words of a question that leans on another."""


@dataclass(frozen=True, slots=True)
class _Request:
    """A question, its cleaned words, how many passages to list, and the bar for an answer."""

    question: str
    words: str
    limit: int
    bar: float
    context: Context | None


@dataclass(frozen=True, slots=True)
class _SearchResult:
    """The words of a question, the query that was searched for, and its hits."""

    words: str
    query: Query
    hits: tuple[Hit, ...]

    @property
    def probability(self) -> float:
        """The probability that the best hit answers the question."""
        return self.hits[0].score if self.hits else 0.0


class Answerer:
    """Answers questions from one concordance; the retriever is opened by the first search."""

    def __init__(
        self,
        concordance: Concordance,
        bar: float,
        retriever: Callable[[], Retriever],
        suggestions: tuple[str, ...] = (),
    ) -> None:
        self.concordance, self.bar, self._retriever = concordance, bar, retriever
        self.suggestions = suggestions
        self._annotations = Annotations(concordance)

    def warm(self) -> None:
        """Load what a search needs, so that the first question does not wait for it."""
        retriever = self._retriever()
        retriever.retrieve(retriever.encode_query(WARM_UP), 1)

    def answer(
        self,
        question: str,
        limit: int = DEFAULT_LIMIT,
        before: EarlierTurn | None = None,
        bar: float | None = None,
    ) -> Answer:
        """Answer a question with at most `limit` passages, each proved word for word.

        `before` is the turn that a follow-up question depends on. A passage less probable than
        `bar`, by default the bar of the index, is no answer.
        """
        context = self._make_context(before) if before is not None else None
        bar = self.bar if bar is None else bar
        words = write_out(clean_question(question))
        request = _Request(question, words, limit, bar, context)
        parts = split_question(words)
        if not parts or find_locator(words, self.concordance) is not None:
            return self._answer(request)
        return self._answer_parts(request, parts)

    def _answer(self, request: _Request) -> Answer:
        started = time.perf_counter()
        outcome = self._find_outcome(request)
        return make_answer(self.concordance, request.question, outcome, started, self._annotations)

    def _answer_parts(self, request: _Request, parts: Sequence[str]) -> Answer:
        """Answer each question of a message, a later one as a follow-up of the first.

        The passages are those of all parts in turn. Where the text answers none, the message is
        searched as a whole.
        """
        answers: list[Answer] = []
        for part in parts:
            context = request.context
            if answers and leans(part, self._names):
                is_about_text = answers[0].outcome == "about"  # then `it` is the text
                context = None if is_about_text else self._make_context(EarlierTurn(parts[0]))
            words = replace(request, question=part, words=part, context=context)
            answers.append(self._answer(words))
        if not any(answer.answered for answer in answers):
            return self._answer(request)
        return join_parts(request.question, answers, request.limit)

    def _make_context(self, before: EarlierTurn) -> Context:
        if before.edition not in (None, self.concordance.document.edition):
            before = replace(before, passage=None)
        return Context(before, self.concordance, self._names)

    def find_passages(self, words: str, limit: int, bar: float | None = None) -> list[Passage]:
        """Return at most `limit` passages about some words that reach the bar, best first."""
        retriever, bar = self._retriever(), self.bar if bar is None else bar
        query = retriever.encode_query(clean_question(words))
        hits = retriever.retrieve(query, limit) if retriever.has_known_word(query.words) else []
        return [hit.passage for hit in hits if hit.score >= bar]

    def _find_outcome(self, request: _Request) -> Outcome:
        """Give a hint, tell of the text, look up a page or a quotation, or else search."""
        words, in_context = request.words, request.context is not None
        if asks_nothing(words) and not (in_context and asks_only_in_context(words)):
            return Outcome("hint", reply_to(words, self.suggestions))
        if (topic := find_topic(words, in_context=in_context)) is not None:
            outcome = describe_text(topic, self.concordance, request.limit)
            return self._find_summary(request, outcome) if topic == "summary" else outcome
        if (locator := find_locator(words, self.concordance)) is not None:
            return self._look_up(request, locator)
        if sources := find_verbatim(words, self.concordance, self.finder, request.limit):
            return Outcome("source", None, sources)
        return self._search(request)

    def _find_summary(self, request: _Request, outcome: Outcome) -> Outcome:
        """Add the passages nearest to what the text says of itself and to its title."""
        retriever = self._retriever()
        query = retriever.encode_query(f"What is {self.concordance.document.title} about?")
        hits = retriever.retrieve(query, request.limit)
        return replace(outcome, hits=tuple(hits))

    def _look_up(self, request: _Request, locator: Locator) -> Outcome:
        """Look up a page, in a follow-up preferably of the work that was named before."""
        words, context, limit = request.words, request.context, request.limit
        names_work = locator.work or locator.preferred_work or locator.unknown_work
        if context is None or names_work or context.work is None:
            return look_up_pages(self.concordance, locator, limit)
        if not leans(words, self._names) and "page" not in words.casefold().split():
            return look_up_pages(self.concordance, locator, limit)
        outcome = look_up_pages(
            self.concordance, replace(locator, preferred_work=context.work), limit
        )
        return replace(outcome, understood=f"{words} ({context.work.short})")

    def _search(self, request: _Request) -> Outcome:
        """Search for the passages that answer a question."""
        retriever, words = self._retriever(), request.words
        query = retriever.encode_query(drop_asking(drop_opening(words)))
        if not retriever.has_known_word(query.words):
            return Outcome("hint", reply_to(words, self.suggestions))
        if absent := self._names.list_absent(query.words, retriever.vocabulary):
            names = join_messages(", ", [name[:1].upper() + name[1:] for name in absent])
            return Outcome("nearest", TranslatableMessage(ABSENT, names=names))
        hits = retriever.retrieve(query, max(request.limit, MAX_REMEMBERED_HITS))
        if sources := find_remembered(words, hits, self.concordance, self.finder):
            return Outcome("source", None, sources[: request.limit])
        hits_for_quotes = put_quoting_first(words, hits, self.finder)[: request.limit]
        alone = _SearchResult(words, query, hits_for_quotes)
        if request.context is None or find_quoted_phrases(words) or not leans(words, self._names):
            return self._make_outcome(alone, request.bar)
        return self._search_follow_up(request, request.context, alone)

    def _search_follow_up(
        self, request: _Request, context: Context, alone: _SearchResult
    ) -> Outcome:
        """Search for a question rewritten with what was asked before; `alone` is without that."""
        # search for the rewrites together with the question's own words
        words, retriever = request.words, self._retriever()
        rewrites = rewrite_question(words, context.question, self._names)
        queries = [retriever.encode_query(rewrite) for rewrite in rewrites]
        own_weight = 0.0 if names_nothing(words) else MAX_OWN_WEIGHT  # what those find is chance
        boosted = context.list_boosted(words)
        follow_up = FollowUpQuery(alone.query, queries, own_weight, boosted)
        joined = retriever.retrieve_follow_up(follow_up, request.limit)

        # prefer the question alone where only that is answered, with certainty
        alone_answers, joined_answers = (
            result.probability >= request.bar for result in (alone, joined)
        )
        if alone_answers and not joined_answers and self._suffices_alone(alone):
            return self._make_outcome(alone, request.bar)

        # say how the question was understood where that made a difference
        result = replace(alone, query=queries[joined.rewrite], hits=joined.hits)
        outcome = self._make_outcome(result, request.bar if joined_answers else 1.1)
        outcome = replace(outcome, joined=_list_passages(joined.hits) != _list_passages(alone.hits))
        same_first = joined.hits[0].passage == alone.hits[0].passage
        if same_first and joined_answers == alone_answers and not refers_back(words, self._names):
            return outcome
        earlier = context.before.question
        return replace(outcome, understood=rewrites[joined.rewrite], before=earlier, joined=True)

    def _suffices_alone(self, alone: _SearchResult) -> bool:
        """Return whether a question can be answered without the one before it."""
        return not names_nothing(alone.words) and alone.probability >= MIN_PROBABILITY_ALONE

    def _make_outcome(self, result: _SearchResult, bar: float) -> Outcome:
        """Return the hits as an answer if the first is sure, or as the nearest passages."""
        hits = [replace(hit, sure=hit.score >= bar) for hit in result.hits]
        if not hits or not hits[0].sure or not shares_letters(result.words, self._letters):
            nearest = tuple(replace(hit, sure=False) for hit in hits)
            return Outcome("nearest", NEAREST, nearest)
        hits.sort(key=lambda hit: not hit.sure)  # those shown are ranked one after the other
        return Outcome("answer", None, tuple(self._retriever().mark_closest(result.query, hits)))

    @cached_property
    def _names(self) -> QuestionNames:
        folded = Synonyms(self.concordance.names).fold(self.concordance.document.text)
        return QuestionNames.of(folded)

    @cached_property
    def _letters(self) -> frozenset[str]:
        return frozenset(self.concordance.document.text.casefold())

    @cached_property
    def finder(self) -> TextSearch:
        """The search for exact words in the text."""
        return TextSearch(self.concordance.document.text)


def _list_passages(hits: Iterable[Hit]) -> list[Passage]:
    return [hit.passage for hit in hits]


def shares_letters(question: str, letters: Container[str]) -> bool:
    """Return whether a question has a letter in common with the text, or no letter at all.

    `letters` are the text's, case-folded. A question in another script has no answer.
    """
    asked = {letter for letter in question.casefold() if letter.isalpha()}
    return not asked or any(letter in letters for letter in asked)
