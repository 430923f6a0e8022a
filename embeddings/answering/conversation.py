"""What was asked before a question, as it is searched with it in one text."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.answering.follow_ups import asks_source, goes_on, recent
from embeddings.answering.question_names import QuestionNames
from embeddings.answering.small_talk import cleaned
from embeddings.concordance.concordance import Concordance
from embeddings.lookup.locator import locate, work_of
from embeddings.lookup.verbatim import WORDS
from embeddings.text.normalization import folded
from embeddings.types import EarlierTurn, Passage, Work

NAMES = 6
"""Names of a passage that stand for a question that only named its page."""


@dataclass(frozen=True, slots=True)
class Context:
    """What was asked before a question of a text, with what finds the names in both."""

    before: EarlierTurn
    concordance: Concordance
    names: QuestionNames

    @property
    def question(self) -> str:
        """What was asked, in words; for a page, or a piece of the text, the names on it."""
        earlier, passage = recent(cleaned(self.before.question)), self.before.passage
        if passage is None or not self._is_place(earlier, passage):
            return earlier
        return ", ".join(self.names.among(passage.text)[:NAMES])

    @property
    def work(self) -> Work | None:
        """The work that it named, if it named one."""
        return work_of(cleaned(self.before.question), self.concordance)

    def raised(self, question: str) -> Sequence[int]:
        """Return the numbers of the passages that a question points to: that shown, the next."""
        passage = self.before.passage
        number = None if passage is None else self.concordance.number(passage)
        if number is None:
            return ()
        if goes_on(question):
            return range(number + 1, len(self.concordance.passages))
        return (number,) if asks_source(question) else ()

    def _is_place(self, earlier: str, passage: Passage) -> bool:
        """Say whether words name a page, or are a piece of the passage, rather than ask."""
        if not earlier:
            return True
        told = len(earlier.split()) >= WORDS and not earlier.rstrip().endswith("?")
        piece = told and folded(earlier) in folded(passage.text)
        return piece or locate(earlier, self.concordance) is not None
