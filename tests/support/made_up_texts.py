"""Texts that hypothesis makes up: prose, quotations of every kind, citations of every form."""

from functools import cache

from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.types import Document, Name, Work
from tests.support.examples import pooled

PROPHET = Work("prophet", "The Prophet", (Name("Deutscher", "Isaac"),))
LOST = Work("lost", "How the Revolution Was Lost", (Name("Harman", "Chris"),))
LORE = KnownWorks((PROPHET, LOST), PROPHET)

WORDS = "snow ice river Trotsky’s soviet crowd 1905 Petrograd, the workers’ p. vol. … (he) said: —"
CITATIONS = (
    "(45)",
    "(280, 81)",
    "(p. 7)",
    "(pp. xii–xiv)",
    "(Harman, p. 21; Deutscher, p. 45)",
    "(18, 19, Harman)",
    "(ibid., 47)",
    "(440, footnote 1)",
    "[p. 45]",
    "(1917)",
    "(Cliff 1989, 12)",
)
MARKS = ("“”", "‘’", '""', "''", "«»", "„“", "“’", "‘”", "“ ", " ”", "’’")


def _prose() -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from(WORDS.split()), min_size=1, max_size=12)
    return st.builds(
        lambda parts, end: " ".join(parts) + end, words, st.sampled_from([".", ":", "", "!", "…"])
    )


def _quotation() -> st.SearchStrategy[str]:
    def make(words: str, marks: str, citation: str, place: int, gap: str) -> str:
        inside, behind = (f" {citation}…", "") if place else ("", f" {citation}")
        return f"{marks[0]}{words}{gap}{inside}{marks[1]}{behind}"

    return st.builds(
        make,
        _prose(),
        st.sampled_from(MARKS),
        st.sampled_from(("", *CITATIONS)),
        st.integers(0, 1),
        st.sampled_from(("", "", "\n\n", "\n\nand so ")),
    )


def texts() -> st.SearchStrategy[str]:
    """Make texts of a few paragraphs."""
    piece = st.one_of(_prose(), _quotation(), st.text(max_size=20))
    joined = st.lists(piece, min_size=1, max_size=6).map(" ".join)
    return st.lists(joined, min_size=1, max_size=6).map("\n\n".join)


@cache
def concordances(lore: KnownWorks = LORE) -> st.SearchStrategy[Concordance]:
    """Make concordances of such texts; a text without a word is left out."""
    documents = texts().map(lambda text: Document.of("text", "A text", blocks(text)))
    worded = documents.filter(lambda document: bool(document.text))
    return pooled(worded.map(lambda document: Concordance.of(document, lore)))
