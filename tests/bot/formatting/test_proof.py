"""The last gate: what differs from the text by one character is not sent."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot import render
from bot.formatting.layout import MessageLine, divide
from bot.formatting.proof import prove_parts, write_proved
from embeddings.errors import UnprovedQuotationError
from embeddings.types import Answer, Document, ShownPassage, Span
from tests.support.made_answers import shown

ROOM = 3000

Lines = list[MessageLine]


@st.composite
def divided(draw: st.DrawFn) -> tuple[ShownPassage, list[Lines], Document]:
    """Make a passage in its parts, all of which can be shown."""
    (one, *_), document = draw(shown(1))
    parts = [list(part) for part in divide(one, ROOM)]
    return one, parts, document


def span(line: MessageLine) -> Span:
    """Return where a line stands in the text."""
    assert line.span is not None
    return line.span


def is_own(line: MessageLine, one: ShownPassage) -> bool:
    """Say whether a line is of the passage itself, and is shown."""
    return one.passage.span.holds(span(line)) and not line.left_out


@given(divided())
def test_what_is_the_text_passes(made: tuple[ShownPassage, list[Lines], Document]) -> None:
    one, parts, document = made
    prove_parts(one, parts)
    for part in parts:
        assert write_proved(part, document) == "\n".join(line.markdown for line in part)


@given(divided(), st.data())
def test_a_line_with_another_character_does_not_pass(
    made: tuple[ShownPassage, list[Lines], Document], data: st.DataObject
) -> None:
    one, parts, document = made
    lines = [line for part in parts for line in part if is_own(line, one)]
    assume(lines)
    line = data.draw(st.sampled_from(lines))
    at = data.draw(st.integers(0, len(line.words) - 1))
    other = data.draw(st.sampled_from("*x \u200b"))
    assume(other != line.words[at])
    words = line.words
    changed = (words[:at] + other + words[at + 1 :], words[:at] + words[at + 1 :], words + other)
    for false in changed:
        if false != words:
            with pytest.raises(UnprovedQuotationError) as caught:
                write_proved([replace(line, words=false)], document)
            assert (caught.value.start, caught.value.end) == (span(line).start, span(line).end)


@given(divided(), st.sampled_from([(1, 1), (-1, -1), (0, -1), (1, 0), (0, 1)]), st.data())
def test_a_span_that_is_off_by_one_does_not_pass(
    made: tuple[ShownPassage, list[Lines], Document], shift: tuple[int, int], data: st.DataObject
) -> None:
    one, parts, document = made
    lines = [line for part in parts for line in part if is_own(line, one)]
    assume(lines)
    line = data.draw(st.sampled_from(lines))
    moved = Span(span(line).start + shift[0], span(line).end + shift[1])
    assume(0 <= moved.start < moved.end <= len(document.text))
    assume(document.text[moved.start : moved.end] != line.words)
    with pytest.raises(UnprovedQuotationError):
        write_proved([replace(line, span=moved)], document)


@given(divided(), st.data())
def test_a_missing_doubled_or_misplaced_line_does_not_pass(
    made: tuple[ShownPassage, list[Lines], Document], data: st.DataObject
) -> None:
    one, parts, _ = made
    lines = [line for part in parts for line in part]
    own = [at for at, line in enumerate(lines) if one.passage.span.holds(span(line))]
    at = data.draw(st.sampled_from(own))
    false = [[*lines[:at], *lines[at + 1 :]], [*lines[: at + 1], *lines[at:]]]
    other = data.draw(st.sampled_from(own))
    if lines[at].words != lines[other].words:
        exchanged = list(lines)
        exchanged[at], exchanged[other] = lines[other], lines[at]
        together = [lines[at].words, lines[other].words]
        if abs(at - other) > 1 or "".join(together) != "".join(reversed(together)):
            false.append(exchanged)
    for each in false:
        with pytest.raises(UnprovedQuotationError):
            prove_parts(one, [each])


def test_a_line_of_the_bots_own_is_read_back_too() -> None:
    document = Document.of("text", "A text", ["It froze."])
    line = MessageLine("It froze.", span=Span(0, 9))
    assert write_proved([line, MessageLine("— 1 · ¶ 1")], document) == "It froze.\n— 1 · ¶ 1"
    with pytest.raises(UnprovedQuotationError) as caught:
        write_proved([MessageLine("a \x00 b")], document)
    assert (caught.value.start, caught.value.end) == (0, 0)


@given(shown(3), st.data())
def test_an_answer_with_a_passage_that_is_not_the_texts_is_not_sent(
    made: tuple[tuple[ShownPassage, ...], Document], data: st.DataObject
) -> None:
    passages, document = made
    good = Answer("Who?", "answer", None, passages, document.edition, 1.0)
    render.answer(good)
    rank = data.draw(st.integers(0, len(passages) - 1))
    for false in tampered(passages[rank], data.draw(st.integers(0, 10_000)), document):
        shown = (*passages[:rank], false, *passages[rank + 1 :])
        with pytest.raises(UnprovedQuotationError):
            render.answer(replace(good, passages=shown))


def tampered(one: ShownPassage, at: int, document: Document) -> list[ShownPassage]:
    """Return a passage in wrong forms: other words, and the right ones for another place."""
    passage = one.passage
    at %= len(passage.text)
    other = "x" if passage.text[at] != "x" else "y"
    words = [
        passage.text[:at] + other + passage.text[at + 1 :],
        passage.text[:at] + passage.text[at + 1 :],
        passage.text[:at] + other + passage.text[at:],
    ]
    false = [replace(one, passage=replace(passage, text=each)) for each in words]
    for first, last in ((1, 1), (-1, -1), (0, -1)):
        start, end = passage.start + first, passage.end + last
        fits = 0 <= start < end <= len(document.text)
        if fits and document.text[start:end] != passage.text:
            false.append(replace(one, passage=replace(passage, start=start, end=end)))
    return false


@given(shown(1))
def test_a_text_that_was_edited_since_is_not_quoted(
    made: tuple[tuple[ShownPassage, ...], Document],
) -> None:
    (one,), document = made
    at = one.passage.start
    edited = document.text[:at] + "§" + document.text[at + 1 :]
    assume(edited != document.text and "\n\n" not in document.text[at : at + 1])
    newer = Document.of("text", "A text", edited.split("\n\n"))
    moved = replace(one, document=newer)
    answer = Answer("Who?", "answer", None, (moved,), newer.edition, 1.0)
    with pytest.raises(UnprovedQuotationError):
        render.answer(answer)
