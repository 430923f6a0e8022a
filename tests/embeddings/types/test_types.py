"""The words of the design hold their own invariants."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import ParagraphsError, SpanError
from embeddings.types import (
    Answer,
    AnswerKind,
    Citation,
    Document,
    EarlierTurn,
    Name,
    Pages,
    Paragraph,
    Passage,
    ShownPassage,
    Span,
    Work,
)
from embeddings.types.document import Block, PageBreak

texts = st.lists(st.text(alphabet="ab “”é𝄞", min_size=1, max_size=8), min_size=1, max_size=8)
documents = texts.map(lambda blocks: Document.of("key", "title", blocks))
numbers = st.integers(min_value=-5, max_value=90)


def slow_paragraph_at(document: Document, offset: int) -> int:
    """Return the number of the last paragraph that starts at or before an offset."""
    return max(p.number for p in document.paragraphs if p.start <= offset)


@given(documents, numbers, numbers)
def test_a_quotation_is_cut_from_the_text_or_refused(
    document: Document, start: int, end: int
) -> None:
    length = len(document.text)
    if 0 <= start < end <= length:
        assert document.quote(start, end) == "".join(list(document.text)[start:end])
    else:
        with pytest.raises(SpanError) as caught:
            document.quote(start, end)
        error = caught.value
        assert (error.start, error.end, error.length) == (start, end, length)


def test_a_span_error_names_the_span_the_text_and_the_remedy() -> None:
    with pytest.raises(SpanError, match=r"3–2 .* 3 characters.*concordance build"):
        Document.of("key", "title", ["abc"]).quote(3, 2)


def test_a_quotation_may_run_over_paragraphs() -> None:
    document = Document.of("key", "title", ["one", "two"])
    assert document.quote(2, 6) == "e\n\nt"


@given(documents, st.data())
def test_the_paragraph_of_an_offset_is_the_one_a_slow_search_finds(
    document: Document, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(document.text)))
    assert document.paragraph_at(offset).number == slow_paragraph_at(document, offset)


@given(documents, st.data())
def test_the_paragraphs_of_a_span_are_those_of_its_characters(
    document: Document, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(document.text) - 1))
    end = data.draw(st.integers(start + 1, len(document.text)))
    each = {slow_paragraph_at(document, offset) for offset in range(start, end)}
    assert document.paragraphs_in(Span(start, end)) == tuple(sorted(each))


def test_the_gap_between_paragraphs_belongs_to_the_one_before_it() -> None:
    document = Document.of("key", "title", ["one", "two"])
    assert [document.paragraph_at(at).number for at in range(8)] == [1, 1, 1, 1, 1, 2, 2, 2]


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        pytest.param("one\n\ntwo", [(0, 3)], id="one is missing"),
        pytest.param("one\n\ntwo", [(0, 3), (4, 8)], id="one begins too early"),
        pytest.param("one\n\ntwo", [(0, 3), (5, 7)], id="one ends too early"),
        pytest.param("one\n\n\ntwo", [(0, 3), (6, 9)], id="more than a blank line between"),
        pytest.param("one two", [(0, 3), (4, 7)], id="a space between"),
        pytest.param("one\n\ntwo", [(5, 8), (0, 3)], id="in another order"),
        pytest.param(" one", [(1, 4)], id="something before"),
        pytest.param("one", [], id="none"),
    ],
)
def test_a_document_refuses_paragraphs_that_do_not_make_up_its_text(
    text: str, paragraphs: list[tuple[int, int]]
) -> None:
    made = tuple(Paragraph(number, *span) for number, span in enumerate(paragraphs, 1))
    with pytest.raises(ParagraphsError):
        Document("key", "title", text, made)


@given(documents)
def test_a_document_is_made_again_of_its_own_paragraphs(document: Document) -> None:
    again = Document(document.key, document.title, document.text, document.paragraphs)
    assert again == document


def test_an_edition_is_that_of_the_text_and_of_nothing_else() -> None:
    one = Document.of("one", "a title", ["words", "more"])
    assert one.edition == Document.of("two", "another", ["words", "more"]).edition
    assert one.edition != Document.of("one", "a title", ["words", "More"]).edition
    assert len(one.edition) == 64


def test_nothing_of_a_document_can_be_changed() -> None:
    document = Document.of("key", "title", ["words"])
    with pytest.raises(FrozenInstanceError):
        document.text = "others"  # type: ignore[misc]


@given(numbers, numbers, numbers, numbers)
def test_spans_hold_and_touch_each_other_as_their_characters_do(
    start: int, end: int, other_start: int, other_end: int
) -> None:
    one, other = (
        Span(start, max(start, end) + 1),
        Span(other_start, max(other_start, other_end) + 1),
    )
    mine, theirs = set(range(one.start, one.end)), set(range(other.start, other.end))
    assert one.holds(other) == theirs.issubset(mine)
    assert one.touches(other) == bool(mine & theirs)


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ((Name("Deutscher", "Isaac"),), "Isaac Deutscher, The Prophet"),
        ((Name("Aristotle"),), "Aristotle, The Prophet"),
        ((), "The Prophet"),
        (
            (Name("Marx", "Karl"), Name("Engels", "Friedrich")),
            "Karl Marx, Friedrich Engels, The Prophet",
        ),
    ],
)
def test_a_reference_is_author_and_title(authors: tuple[Name, ...], expected: str) -> None:
    assert Work("prophet", "The Prophet", authors, "Prophet").reference == expected


def test_a_work_goes_by_its_short_title_where_it_has_one() -> None:
    assert Work("key", "The Prophet: A Life").short == "The Prophet: A Life"
    assert Work("key", "The Prophet: A Life", title_short="The Prophet").short == "The Prophet"


@pytest.mark.parametrize(
    ("outcome", "answered"),
    [
        ("answer", True),
        ("page", True),
        ("source", True),
        ("about", True),
        ("nearest", False),
        ("hint", False),
    ],
)
def test_an_answer_a_page_a_source_and_what_is_told_of_the_text_are_answers(
    outcome: AnswerKind, answered: bool
) -> None:
    assert Answer("question", outcome, None, (), "edition", 0.0).answered is answered


def answer(outcome: AnswerKind, *sure: bool, understood: str | None = None) -> Answer:
    """Return an answer with a passage for each word of a text, sure of it or not."""
    document = Document.of("key", "title", ["one", "two", "three"])
    passages = tuple(
        ShownPassage(
            rank,
            0.5,
            document,
            Passage(p.start, p.end, document.quote(p.start, p.end), (p.number,), "essay"),
            "a reference",
            sure=is_sure,
        )
        for rank, (p, is_sure) in enumerate(zip(document.paragraphs, sure, strict=False), 1)
    )
    return Answer("Who?", outcome, None, passages, document.edition, 0.0, understood)


@given(
    st.sampled_from(("answer", "page", "source", "about", "nearest", "hint")),
    st.lists(st.booleans(), max_size=3),
)
def test_what_is_not_sure_is_shown_only_as_nearest(outcome: AnswerKind, sure: list[bool]) -> None:
    found = answer(outcome, *sure)
    assert len(found.passages) == len(sure)
    assert found.shown == tuple(one for one in found.passages if one.sure or outcome == "nearest")


def test_the_next_question_follows_on_what_was_understood_and_shown_first() -> None:
    found = answer("answer", False, True, True, understood="Who was he?")
    turn = EarlierTurn.of(found)
    assert turn == EarlierTurn("Who was he?", found.passages[1].passage, found.edition)
    turn = EarlierTurn.of(answer("page"))
    assert turn is not None
    assert (turn.question, turn.passage) == ("Who?", None)


@pytest.mark.parametrize("outcome", ["about", "nearest", "hint"])
def test_no_question_follows_on_what_the_text_did_not_say(outcome: AnswerKind) -> None:
    assert EarlierTurn.of(answer(outcome, True)) is None


@pytest.mark.parametrize(
    ("pages", "first", "last"),
    [
        (((135, 136),), 135, 136),
        (((12, 12), (19, 19), (44, 44)), 12, 44),
        (((12, None),), 12, None),
        ((("xii", "xiv"),), "xii", "xiv"),
        ((), None, None),
    ],
)
def test_the_first_and_last_page_are_the_ends_of_the_pages(
    pages: Pages, first: int | str | None, last: int | str | None
) -> None:
    citation = Citation(0, 5, 1, "(p…)", None, None, pages)
    assert (citation.first_page, citation.last_page) == (first, last)


def test_the_pages_of_a_span_are_those_that_it_stands_on() -> None:
    first = Block("It froze all night.", pages=(PageBreak(0, "xii"), PageBreak(9, "1")))
    document = Document.of("key", "title", [first, Block("So.", pages=(PageBreak(0, "1"),)), "On."])
    assert [one.page for one in document.paragraphs] == ["xii", "1", None]
    assert document.pages_in(Span(0, 8)) == ("xii",)
    assert document.pages_in(Span(0, 10)) == ("xii", "1")
    assert document.pages_in(Span(9, 24)) == ("1",)
    assert document.pages_in(Span(26, 28)) == ()


@given(st.lists(st.tuples(st.text("ab ", min_size=1), st.integers(0, 3)), min_size=1))
def test_a_span_stands_on_a_page_of_each_of_its_letters(lines: list[tuple[str, int]]) -> None:
    pages = sorted(number for _, number in lines)
    texts = [words for words, _ in lines]
    turns = [PageBreak(sum(map(len, texts[:at])), str(page)) for at, page in enumerate(pages)]
    document = Document.of("key", "title", [Block("".join(texts), pages=tuple(turns))])
    letters = [str(page) for text, page in zip(texts, pages, strict=True) for _ in text]
    for start in range(len(letters)):
        for end in range(start + 1, len(letters) + 1):
            expected = tuple(dict.fromkeys(letters[start:end]))
            assert document.pages_in(Span(start, end)) == expected
