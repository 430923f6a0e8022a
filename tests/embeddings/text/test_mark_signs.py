"""Which signs are quotation marks, and which way they face."""

import pytest

from embeddings.text.mark_signs import find_marks
from embeddings.types import Document, Span


def found(text: str) -> list[tuple[str, str | None, str]]:
    """Return the sign, the side and the printed form of each mark."""
    marks = find_marks(Document.of("text", "A text", [text]))
    return [(mark.sign, mark.side, text[mark.at : mark.end]) for mark in marks]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("He said “so”.", [("“", "open", "“"), ("”", "close", "”")]),
        ("He said ``so''.", [("“", "open", "``"), ("”", "close", "''")]),
        ("Er sagte ,,so“.", [("„", "open", ",,"), ("“", "close", "“")]),
        ("言う「氷」だ", [("「", "open", "「"), ("」", "close", "」")]),
        ("It’s the workers’ party", [("’", "close", "’")]),
        ("a,,b and it's", []),
    ],
)
def test_signs_face_the_words_that_they_quote(
    text: str, marks: list[tuple[str, str | None, str]]
) -> None:
    assert found(text) == marks


def test_a_hidden_span_has_no_marks() -> None:
    assert find_marks(Document.of("text", "A text", ["“so” it is"]), [Span(0, 4)]) == []
