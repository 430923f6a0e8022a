"""The open texts: a question goes to all of them, or to those that a server has chosen."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.servers.errors import NoTextHereError
from bot.state.conversations import EarlierQuestion
from embeddings.answering.several_texts import ask_each, find_in_each, join_checks
from embeddings.checking.checker import Checker
from embeddings.editions.summary import EditionSummary
from embeddings.guide.guide import Guide
from embeddings.lookup.works import CitedWork, list_cited_works
from embeddings.types import Answer, EarlierTurn

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.answering.answerer import Answerer
    from embeddings.checking.result import CheckedQuote
    from embeddings.concordance.concordance import Concordance
    from embeddings.types import Document, Passage, ShownPassage, Work

ODDS: "Mapping[Strictness, float]" = {"lenient": 1 / 9, "balanced": 1.0, "strict": 9.0}
"""Factors on the odds of the index's own bar.

Where that bar is a probability of 0.5, lenient is 0.1 and strict 0.9.
"""

MAX_EXAMPLES = 3
"""Example questions shown for a level, at most."""

MAX_ASKED = 48
"""Questions asked to find the examples, at most."""

_WORD = re.compile(r"[^\W\d_]{4,}")


def parse_strictness(name: str) -> "Strictness":
    """Return the strictness of a name; raise ValueError if there is none."""
    for strictness in ODDS:
        if strictness == name:
            return strictness
    raise ValueError(f"{name!r} is no strictness; take one of {', '.join(ODDS)}")


def compute_bar(strictness: "Strictness", balanced: float) -> float:
    """Return how probable an answer must be, from the bar of a balanced index."""
    weighted = balanced * ODDS[strictness]
    return weighted / (weighted + 1 - balanced)


def pick_examples(
    answerer: "Answerer", own: Sequence[str], unrelated: Sequence[str]
) -> "Mapping[Strictness, Sequence[str]]":
    """Return for each strictness some questions that it lets through and no stricter one does.

    Candidates are the text's own examples, and the unrelated questions most like the text.
    """
    # Ordered from lenient to strict, as ODDS is.
    bars = {strictness: compute_bar(strictness, answerer.bar) for strictness in ODDS}
    examples: dict[Strictness, list[str]] = {strictness: [] for strictness in bars}
    near = _sort_by_overlap(unrelated, answerer.concordance.document.text)[: MAX_ASKED // 2]
    for question in (*_sample_evenly(own, MAX_ASKED - len(near)), *near):
        answer = answerer.answer(question, 1, bar=0.0)
        if answer.outcome != "answer":
            continue
        passed = [strictness for strictness, bar in bars.items() if answer.shown[0].score >= bar]
        if passed and len(examples[passed[-1]]) < MAX_EXAMPLES:
            examples[passed[-1]].append(question)
    return {strictness: tuple(questions) for strictness, questions in examples.items()}


def _sort_by_overlap(questions: Sequence[str], text: str) -> list[str]:
    """Return questions by the share of their words that the text has, highest first."""
    known = {*_words(text)}
    return sorted(questions, key=lambda question: -_share([*_words(question)], known))


def _share(words: Collection[str], known: Collection[str]) -> float:
    return sum(word in known for word in words) / max(1, len(words))


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in _WORD.finditer(text.casefold()))


def _sample_evenly(questions: Sequence[str], count: int) -> Sequence[str]:
    return questions[:: max(1, math.ceil(len(questions) / max(1, count)))]


class OpenText:
    """All that the bot needs of one edition; expensive parts are made on first use."""

    def __init__(
        self,
        answerer: "Answerer",
        guide: Guide | None = None,
        about: EditionSummary | None = None,
        unrelated_questions: Sequence[str] = (),
    ) -> None:
        self.answerer, self.guide, self.about = answerer, guide or Guide(()), about
        self._unrelated_questions = unrelated_questions

    @property
    def concordance(self) -> "Concordance":
        """The text with its citations, quotations and passages."""
        return self.answerer.concordance

    @property
    def document(self) -> "Document":
        """The text."""
        return self.concordance.document

    @cached_property
    def checker(self) -> Checker:
        """The checker of quotations."""
        return Checker(self.concordance)

    @cached_property
    def works(self) -> Sequence[CitedWork]:
        """The works that the text quotes."""
        return list_cited_works(self.concordance)

    @cached_property
    def examples_by_strictness(self) -> "Mapping[Strictness, Sequence[str]]":
        """For each strictness, some questions that it lets through and no stricter one does.

        A few dozen questions are asked for it, once.
        """
        return pick_examples(self.answerer, self.guide.examples, self._unrelated_questions)

    def passage_shown_for(self, asked: EarlierQuestion) -> "Passage | None":
        """Return the passage that was shown first for a question, if this edition has it."""
        if not self.document.edition.startswith(asked.edition):
            return None
        passages = self.concordance.passages
        return next((passage for passage in passages if passage.span == asked.span), None)

    def warm(self) -> None:
        """Load and make what answers need, so that nobody waits for it."""
        self.answerer.warm()
        _ = self.checker, self.works


class OpenTexts:
    """At least one open text; where there are several, in the order of the library."""

    def __init__(self, texts: Sequence[OpenText]) -> None:
        self.all = tuple(texts)

    @property
    def first(self) -> OpenText:
        """The first text."""
        return self.all[0]

    @property
    def titles(self) -> "Mapping[str, str]":
        """The titles of the texts, by their keys."""
        return {text.document.key: text.document.title for text in self.all}

    @property
    def editions(self) -> str:
        """The editions of all texts, separated by spaces."""
        return " ".join(text.document.edition for text in self.all)

    @property
    def works(self) -> "Sequence[CitedWork]":
        """The works that the texts quote, text by text."""
        return [work for text in self.all for work in text.works]

    @property
    def examples(self) -> Sequence[str]:
        """Examples of what to ask, taken from each text in turn."""
        rows = zip_longest(*(text.guide.examples for text in self.all))
        return [question for row in rows for question in row if question is not None]

    def find_named_work(self, name: str) -> "Work":
        """Return the work that a key or a name means, from the first text that quotes it.

        Raises AskedError if none does.
        """
        return find_in_each(self.all, lambda text: text.concordance.find_named_work(name))[0]

    def select(self, keys: Collection[str]) -> "OpenTexts":
        """Return the texts with these keys; all of them for no keys.

        Raises NoTextHereError if none of the keys is open.
        """
        if not keys:
            return self
        selected = [text for text in self.all if text.document.key in keys]
        if not selected:
            raise NoTextHereError
        return OpenTexts(selected)

    def with_edition(self, edition: str) -> OpenText | None:
        """Return the text of an edition, given by its hash or the beginning of it."""
        matches = (text for text in self.all if text.document.edition.startswith(edition))
        return next(matches, None)

    def text_of(self, shown: "ShownPassage") -> OpenText:
        """Return the text that a passage is shown from."""
        return next(text for text in self.all if text.document.edition == shown.document.edition)

    def ask(
        self, question: str, limit: int, after: EarlierQuestion | None, strictness: "Strictness"
    ) -> Answer:
        """Answer a question after an earlier one, from whichever text has the best passages."""

        def answer(text: OpenText) -> Answer:
            if after is None:
                earlier = None
            else:
                earlier = EarlierTurn(after.question, text.passage_shown_for(after))
            bar = compute_bar(strictness, text.answerer.bar)
            return text.answerer.answer(question, limit, earlier, bar)

        return ask_each(self.all, answer, limit)

    def check(self, words: str) -> "tuple[CheckedQuote, ...]":
        """Check the quotations in a message; each result is from the text that has the words.

        Raises AskedError if there is nothing to check.
        """
        return join_checks([text.checker.check(words) for text in self.all])

    def warm(self) -> None:
        """Load and make what answers need, so that nobody waits for it."""
        for text in self.all:
            text.warm()
