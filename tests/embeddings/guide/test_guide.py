"""What leads into a text: saved, loaded, and refused where it is not what was saved."""

import json
from pathlib import Path

import pytest

from embeddings.errors import DamagedIndexError
from embeddings.guide.guide import Guide, Section
from embeddings.types import Document, Span

TEXT = "The Storm\n\nThe lamp went out. It froze"
GUIDE = Guide((Section(1, 2, (), Span(11, 28), (Span(15, 19),)),), ("What happened?",))
EARLIER = b'{"sections": [], "questions": ["What does the text say about the pay?"]}'


def test_what_was_saved_is_loaded() -> None:
    assert Guide.from_json(Path("guide.json"), GUIDE.to_json()) == GUIDE


def test_questions_that_an_earlier_version_made_up_are_not_taken_for_examples() -> None:
    assert Guide.from_json(Path("guide.json"), EARLIER) == Guide(())


def test_an_earlier_version_finds_the_examples_where_it_kept_its_questions() -> None:
    written = json.loads(GUIDE.to_json())
    assert written["questions"] == ["What happened?"]


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"sections": [1], "examples": []}'])
def test_what_is_no_guide_is_refused(data: bytes) -> None:
    with pytest.raises(DamagedIndexError, match="run `concordance build`"):
        Guide.from_json(Path("guide.json"), data)


def test_a_section_is_told_by_its_heading_or_by_its_terms_and_first_words() -> None:
    document = Document.of("text", "A text", TEXT.split("\n\n"))
    [section] = GUIDE.sections
    assert section.title(document) == "lamp: “The lamp went out”"
    headed = Section(1, 2, (Span(0, 9),), Span(11, 28), ())
    assert headed.title(document) == "The Storm"
    cut = Section(1, 2, (), Span(11, 19), ())
    assert (cut.title(document), cut.paragraphs) == ("“The lamp” …", (1, 2))
