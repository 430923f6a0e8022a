"""One edition opened for the bot: answers, checks of quotations, works, and the guide."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answers.strictness import pick_examples
from bot.state.conversations import EarlierQuestion
from embeddings.checking.checker import Checker
from embeddings.editions.summary import EditionSummary
from embeddings.guide.guide import Guide
from embeddings.lookup.works import CitedWork, list_cited_works

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.answering.answerer import Answerer
    from embeddings.concordance.concordance import Concordance
    from embeddings.types import Document, Passage


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
