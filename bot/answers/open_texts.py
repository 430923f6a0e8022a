"""The books that are open, one of each text: a question goes to those that are offered."""

from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.answers.open_text import OpenText
from bot.answers.strictness import bar_at
from bot.servers.errors import NoTextHereError
from bot.state.conversations import EarlierQuestion
from embeddings.answering.several_texts import ask_each, find_in_each, join_checks
from embeddings.types import Answer, EarlierTurn

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.checking.result import Checked
    from embeddings.lookup.works import CitedWork
    from embeddings.types import ShownPassage, Work


class OpenTexts:
    """One book at least; where there are several, the first is that of the first text."""

    def __init__(self, books: Sequence[OpenText]) -> None:
        self.books = tuple(books)

    @property
    def first(self) -> OpenText:
        """The book of the first text."""
        return self.books[0]

    @property
    def titles(self) -> "Mapping[str, str]":
        """The titles of the texts, by their keys."""
        return {one.document.key: one.document.title for one in self.books}

    @property
    def editions(self) -> str:
        """The editions of all texts."""
        return " ".join(one.document.edition for one in self.books)

    @property
    def works(self) -> "Sequence[CitedWork]":
        """The works that the texts quote, those of the first text before those of the next."""
        return [work for book in self.books for work in book.works]

    @property
    def examples(self) -> Sequence[str]:
        """Examples of what to ask the texts, one of each text by turns."""
        rows = zip_longest(*(book.guide.examples for book in self.books))
        return [question for row in rows for question in row if question is not None]

    def quoted_work(self, name: str) -> "Work":
        """Return the work that a key or a name means, in the first text that quotes it.

        Raises AskedError where none does.
        """
        return find_in_each(self.books, lambda book: book.concordance.quoted_work(name))[0]

    def offered(self, chosen: Collection[str]) -> "OpenTexts":
        """Return the books of the texts that were chosen by their keys; all where none was.

        Raises NoTextHereError where none of them is here.
        """
        if not chosen:
            return self
        found = [one for one in self.books if one.document.key in chosen]
        if not found:
            raise NoTextHereError
        return OpenTexts(found)

    def of(self, edition: str) -> OpenText | None:
        """Return the book of an edition, by its hash or the beginning of that."""
        return next((one for one in self.books if one.document.edition.startswith(edition)), None)

    def holding(self, shown: "ShownPassage") -> OpenText:
        """Return the book that a passage is shown from."""
        return next(one for one in self.books if one.document.edition == shown.document.edition)

    def ask(
        self, question: str, limit: int, after: EarlierQuestion | None, strictness: "Strictness"
    ) -> Answer:
        """Answer a question after an earlier one, from whichever text has the best passages."""

        def answer(book: OpenText) -> Answer:
            before = None if after is None else EarlierTurn(after.question, book.passage(after))
            bar = bar_at(strictness, book.answerer.bar)
            return book.answerer.answer(question, limit, before, bar)

        return ask_each(self.books, answer, limit)

    def check(self, words: str) -> "tuple[Checked, ...]":
        """Check the quotations in a message against each text; each is of the one that has it.

        Raises AskedError where there is nothing to check.
        """
        return join_checks([one.checker.check(words) for one in self.books])

    def warm(self) -> None:
        """Load and make what answers need, so that nobody waits for it."""
        for one in self.books:
            one.warm()
