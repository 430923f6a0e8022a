"""How much of a text an answer shows: whole sentences, no more words than may be, and proved."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.components.answer_buttons import AnswerAction, Look
from bot.components.answer_buttons import read as pressing
from bot.formatting.excerpt import GAP, _units, count_words, shorten
from bot.formatting.layout import MessageLine, cuts, lay_out
from bot.i18n.translations import ENGLISH
from bot.render.passage_selection import SHORT_PASSAGE_LENGTH, SelectedPassages, select_passages
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.readers import blocks
from embeddings.types import Answer, Document, Hit, ShownPassage, Span
from tests.support.made_answers import Made, answers, embeds, units, visible

ROOM = 3000
looks = st.builds(
    Look,
    compact=st.booleans(),
    marked=st.booleans(),
    words=st.none() | st.integers(1, 120) | st.integers(50, 2000),
)


def found(made: Made, look: Look) -> SelectedPassages:
    """Return what is shown of an answer."""
    return select_passages(made.answer, look, [ROOM] * len(made.answer.shown))


def lines_of(parts: object) -> list[MessageLine]:
    """Return the lines of some parts."""
    return [line for part in parts for line in part]  # type: ignore[attr-defined]


def seen(lines: list[MessageLine], document: Document) -> set[int]:
    """Return the offsets of what lines show, or say that they leave out."""
    return {at for one in lines if one.span for at in visible(document, one.span)}


def wholes(shown: ShownPassage) -> list[Span]:
    """Return what may not be there in part: sentences, and quotations with their pages.

    A paragraph by itself may end within a quotation: then as far as it goes.
    """
    sentences = [
        Span(piece.span.start + start, piece.span.start + end)
        for piece in lay_out(shown)
        if not piece.before
        for start, end in zip([0, *cuts(shown.passage, piece)], cuts(shown.passage, piece))  # noqa: B905
    ]
    passage = shown.passage
    cited = [quotation for quotation in passage.quotations if quotation.citations]
    ends = [min(quotation.cited_end, passage.end) for quotation in cited]
    return sentences + [Span(one.start, end) for one, end in zip(cited, ends, strict=True)]


@given(answers(), looks)
def test_sentences_are_whole_and_no_quotation_is_parted_from_its_page(
    made: Made, look: Look
) -> None:
    one = found(made, look)
    for shown, parts in zip(one.answer.shown, one.parts, strict=True):
        there = seen(lines_of(parts), made.document)
        for whole in wholes(shown):
            held = set(visible(made.document, whole))
            assert held <= there or not held & there


@given(answers(), looks)
def test_no_more_words_than_may_be_unless_one_sentence_or_quotation_has_more(
    made: Made, look: Look
) -> None:
    one = found(made, look)
    every = [lines_of(parts) for parts in one.parts]
    total = sum(map(count_words, every))
    if made.answer.shown:
        assert every
    if look.words is None:
        assert one.left_out == 0
    elif total > look.words:
        assert len(every) == 1
        shown = one.answer.shown[0]
        context = shown.passage.context
        before = set(visible(made.document, context)) if context else set[int]()
        there = seen(every[0], made.document) - before
        spans = [
            {at for piece, start, end in unit for at in _visible(piece.span, start, end, made)}
            for unit in _units(shown)
        ]
        assert any(there <= span for span in spans)


def _visible(span: Span, start: int, end: int, made: Made) -> list[int]:
    return visible(made.document, Span(span.start + start, span.start + end))


@given(answers(), looks)
def test_what_is_left_out_is_said_and_nothing_else(made: Made, look: Look) -> None:
    one, free = found(made, look), found(made, replace(look, words=None))
    same = [*map(words_of, one.parts)] == [*map(words_of, free.parts)]
    told = one.describe_omissions(ENGLISH, look.words)
    assert (told is None) is same
    assert one.left_out == len(made.answer.shown) - len(one.parts)
    (first, *_) = render.answer(made.answer, look)
    if told is not None and len(first.content or "") < 1000:
        assert f"At most {look.words} words are quoted here" in (first.content or "")


def words_of(parts: object) -> int:
    """Return how many words of the text are in some parts."""
    return count_words(lines_of(parts))


@given(answers(limit=50), looks)
def test_whatever_is_set_discords_limits_hold_and_each_passage_is_in_its_order(
    made: Made, look: Look
) -> None:
    messages = render.answer(made.answer, look)
    for message in messages:
        assert message.content or message.embeds
        assert len(message.embeds) <= 10
        assert units(message.content) <= 2000
        told = sum(
            units(one.title) + units(one.description) + units(one.footer.text)
            for one in message.embeds
        )
        assert told <= 6000
    for embed in embeds(messages):
        assert 0 < units(embed.description) <= 4096
        assert look.marked or not _is_bold(embed.description or "")


def _is_bold(description: str) -> bool:
    return "**" in description.replace("\\*", "")


@given(answers())
def test_a_compact_answer_shows_each_passage_that_was_found_as_it_is_shortened(
    made: Made,
) -> None:
    one = found(made, Look(compact=True))
    for shown, parts in zip(one.answer.shown, one.parts, strict=True):
        searched = made.answer.outcome in ("answer", "nearest")
        short = shorten(shown, SHORT_PASSAGE_LENGTH)
        if searched and sum(units(line.markdown) + 1 for line in short) < ROOM:
            assert [*map(tuple, parts)] == [short]
        elif not searched:
            plain = set(visible(made.document, shown.passage.span))
            assert plain <= seen(lines_of(parts), made.document)


SENTENCES = [f"The harbour’s lamp was lit on the {day}th day of March." for day in range(4, 20)]


def of(text: str, marked: str = "", outcome: str = "answer") -> tuple[Answer, Document]:
    """Return an answer that shows a text's passages, some words of the first one marked."""
    concordance = Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks())
    first, *rest = prove_hits(concordance, [Hit(one, 1.0) for one in concordance.passages])
    at = first.passage.text.find(marked)
    shown = (replace(first, highlights=((at, at + len(marked)),) if marked else ()), *rest)
    answer = Answer("Who?", "answer", None, shown, concordance.document.edition, 1.0)
    return replace(answer, outcome=outcome), concordance.document  # type: ignore[arg-type]


def test_of_a_long_passage_the_marked_sentence_is_shown_and_what_fits_around_it() -> None:
    answer, _ = of(" ".join(SENTENCES), "13th day")
    (parts,) = select_passages(answer, Look(words=25), [ROOM]).parts
    assert [line.words for line in lines_of(parts)] == ["[…]", " ".join(SENTENCES[9:11]), "[…]"]


def test_of_a_page_the_quotation_that_has_one_is_shown() -> None:
    text = f"{' '.join(SENTENCES)} He said: “{SENTENCES[0]}” (p. 45)."
    answer, _ = of(text, outcome="page")
    (parts,) = select_passages(answer, Look(words=30), [ROOM]).parts
    lines = lines_of(parts)
    assert "(p. 45)." in " ".join(line.words for line in lines)
    assert not any(line.marks for line in lines)
    assert lines[0] == GAP


def test_a_passage_for_which_no_words_are_left_is_asked_for_by_the_button() -> None:
    answer, _ = of("\n\n".join(" ".join(SENTENCES) for _ in range(3)), "13th day")
    (message,) = render.answer(answer, Look(words=150, more=False))
    assert len(message.embeds) == 1
    assert "2 more passages are left out" in (message.content or "")
    pressed = [pressing(one.custom_id) for row in message.rows for one in row]
    assert [one.number for one in pressed if one.action is AnswerAction.MORE] == [1]


@pytest.mark.parametrize("words", [None, 5, 1000])
def test_what_is_copied_has_no_more_words_either(words: int | None) -> None:
    answer, _ = of(" ".join(SENTENCES))
    (shown,) = answer.shown
    copied = render.copy_passage(shown, words=words).content or ""
    assert copied.endswith(f"— {shown.reference}\n```")
    assert (shown.passage.text in copied) is (words != 5)


def test_what_is_left_out_is_said_also_behind_words_that_are_too_long() -> None:
    words = "“It froze hard. It froze again. It froze all night” (45). He said: “It thawed” (46)."
    text = Concordance.of(Document.of("text", "A text", blocks(words)), KnownWorks())
    shown = prove_hits(text, [Hit(text.passages[0], 1.0)])
    one = Answer("Who?", "nearest", "*" * 1500, shown, text.document.edition, 1.0)
    (message,) = render.answer(one, Look(words=1))
    assert "too long to be repeated" in (message.content or "")
    assert "At most 1 words are quoted here" in (message.content or "")
