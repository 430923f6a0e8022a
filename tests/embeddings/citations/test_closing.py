"""What may stand between a quotation and its page."""

import pytest

from embeddings.citations import KnownWorks, find_references
from embeddings.types import Document


@pytest.mark.parametrize(
    "between",
    [
        "[1] ",
        "¹ ",
        "* ",
        "† ",
        ", ",
        ",[1] ",
        " [sic] ",
        " (my emphasis) ",
        " – ",
        ".[12] ",
        "… ",
        "(1) ",
        " [12] ",
    ],
)
@pytest.mark.parametrize("page", ["(45)", "(p. 45)", "(Okafor, p. 45)"])
def test_note_marks_and_remarks_may_stand_between(between: str, page: str) -> None:
    text = f"He said: “the whole of it was lost that night”{between}{page}."
    (citation,) = find_references(Document.of("text", "A text", [text]), KnownWorks()).citations
    assert (citation.printed, citation.quotation_paragraph) == (page, 1)


@pytest.mark.parametrize("between", [" he went on to ", ": the boy ", " and then "])
def test_other_words_may_not(between: str) -> None:
    text = f"He said: “the whole of it was lost that night”{between}(45)."
    assert find_references(Document.of("text", "A text", [text]), KnownWorks()).citations == ()
