"""Signs of other scripts, and those that nobody sees, stand for the usual ones."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations.signs import plain_document, plain_signs
from embeddings.types import Document


def test_wide_signs_are_read_as_narrow_ones() -> None:
    assert plain_signs("（ｐ． ４５、４７）") == "(p. 45,47)"


def test_signs_that_nobody_sees_are_read_as_blanks() -> None:
    assert plain_signs("p.\u200b45–\u206047") == "p. 45– 47"


@given(st.text())
def test_a_text_keeps_its_length(text: str) -> None:
    assert len(plain_signs(text)) == len(text)


def test_a_document_of_usual_signs_stays_itself() -> None:
    document = Document.of("text", "A text", ["It froze (p. 45)."])
    assert plain_document(document) is document
    wide = Document.of("text", "A text", ["It froze（45）", "again"])
    assert plain_document(wide).text == "It froze(45)\n\nagain"
