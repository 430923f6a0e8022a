"""An edition opened for a conversation: what answers from it, checks against it, leads into it."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.answers.strictness import examples
from bot.state.conversations import EarlierQuestion
from embeddings.checking.checker import Checker
from embeddings.editions.summary import About
from embeddings.guide.guide import Guide
from embeddings.lookup.works import CitedWork, works

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.answering.answerer import Answerer
    from embeddings.concordance.concordance import Concordance
    from embeddings.types import Document, Passage


class OpenText:
    """All that the bot needs of one edition; what takes long to make is made when it is needed."""

    def __init__(
        self,
        answerer: "Answerer",
        guide: Guide | None = None,
        about: About | None = None,
        others: Sequence[str] = (),
    ) -> None:
        self.answerer, self.guide, self.about = answerer, guide or Guide(()), about
        self._others = others

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
        """What checks quotations."""
        return Checker(self.concordance)

    @cached_property
    def works(self) -> Sequence[CitedWork]:
        """The works that the text quotes."""
        return works(self.concordance)

    def levels(self) -> "Mapping[Strictness, Sequence[str]]":
        """Return for each level of strictness some questions that no stricter one lets through.

        A few dozen questions are asked for it, the first time.
        """
        return self._levels

    @cached_property
    def _levels(self) -> "Mapping[Strictness, Sequence[str]]":
        return examples(self.answerer, self.guide.examples, self._others)

    def passage(self, asked: EarlierQuestion) -> "Passage | None":
        """Return the passage that was shown first for a question, if this edition has it."""
        if not self.document.edition.startswith(asked.edition):
            return None
        return next((one for one in self.concordance.passages if one.span == asked.span), None)

    def warm(self) -> None:
        """Load and make what answers need, so that nobody waits for it."""
        self.answerer.warm()
        _ = self.checker, self.works
