"""The open texts: a question goes to all of them, or to those that a server has chosen."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.answers.strictness import compute_bar, pick_examples
from bot.servers.errors import NoTextHereError
from bot.state.conversations import EarlierQuestion
from embeddings.answering.several_texts import ask_each, find_in_each, join_checks
from embeddings.checking.checker import Checker
from embeddings.editions.summary import EditionSummary
from embeddings.files.proof import Going
from embeddings.guide.guide import Guide
from embeddings.lookup.works import CitedWork, list_cited_works
from embeddings.types import Answer, EarlierTurn

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.answering.answerer import Answerer
    from embeddings.checking.result import CheckedQuote
    from embeddings.concordance.concordance import Concordance
    from embeddings.types import Document, Passage, ShownPassage, Work


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
    """At least one open text; where there are several, in the order of the library.

    `prove` reads the large files that opening does not, as `prove_editions` does.
    """

    def __init__(
        self, texts: Sequence[OpenText], prove: Callable[[Going], bool] = lambda _: True
    ) -> None:
        self.all, self.prove = tuple(texts), prove

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
