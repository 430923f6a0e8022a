"""What was asked before a question, as it is searched together with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from embeddings.answering.follow_ups import asks_source, asks_what_next, shorten_earlier
from embeddings.answering.small_talk import clean_question
from embeddings.concordance.concordance import Concordance
from embeddings.lookup.locator import find_locator, find_named_work
from embeddings.lookup.verbatim import MIN_VERBATIM_WORDS
from embeddings.retrieval.question_names import QuestionNames
from embeddings.text.words import normalize_text
from embeddings.types import EarlierTurn, Passage, Work

MAX_PASSAGE_NAMES = 6
"""Names of a passage that stand for an earlier question which only named its page."""


@dataclass(frozen=True, slots=True)
class Context:
    """The turn before a question, the text, and what finds names in both."""

    before: EarlierTurn
    concordance: Concordance
    names: QuestionNames

    @property
    def question(self) -> str:
        """The earlier question; if it was a page or a quotation, the names in that passage."""
        earlier, passage = (
            shorten_earlier(clean_question(self.before.question)),
            self.before.passage,
        )
        if passage is None or not self._is_place(earlier, passage):
            return earlier
        return ", ".join(self.names.list_names(passage.text)[:MAX_PASSAGE_NAMES])

    @property
    def work(self) -> Work | None:
        """The work that the earlier question named, if any."""
        return find_named_work(clean_question(self.before.question), self.concordance)

    def list_boosted(self, question: str) -> Sequence[int]:
        """Return the passages a question points to: those after the one shown, or that one."""
        passage = self.before.passage
        number = None if passage is None else self.concordance.find_index(passage)
        if number is None:
            return ()
        if asks_what_next(question):
            return range(number + 1, len(self.concordance.passages))
        return (number,) if asks_source(question) else ()

    def _is_place(self, earlier: str, passage: Passage) -> bool:
        """Return whether words name a page or quote the passage, rather than ask something."""
        if not earlier:
            return True
        is_statement = len(earlier.split()) >= MIN_VERBATIM_WORDS and not earlier.rstrip().endswith(
            "?"
        )
        is_quotation = is_statement and normalize_text(earlier) in normalize_text(passage.text)
        return is_quotation or find_locator(earlier, self.concordance) is not None
