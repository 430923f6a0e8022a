"""Passages in parts: whole sentences, quotations with their pages, and nothing lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.formatting import markdown
from bot.formatting.layout import MessageLine, divide
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.text.sentences import split_sentences
from embeddings.types import Document, Hit, Quotation, ShownPassage, Span
from tests.support.made_answers import shown
from tests.support.made_up_texts import LORE

ROOM = 4000
ROOMS = st.sampled_from((ROOM, ROOM, 3000, 600, 200))

Parts = tuple[tuple[MessageLine, ...], ...]


def read(*paragraphs: str) -> list[ShownPassage]:
    """Return the passages of a text as an answer shows them."""
    concordance = Concordance.of(Document.of("text", "A text", paragraphs), LORE)
    return list(prove_hits(concordance, [Hit(passage, 1.0) for passage in concordance.passages]))


def written(parts: Parts) -> list[str]:
    """Return parts as they are sent."""
    return ["\n".join(line.markdown for line in part) for part in parts]


def own(parts: Parts, one: ShownPassage) -> list[list[tuple[MessageLine, Span]]]:
    """Return the lines of a passage, less what introduces it, each with its span."""
    placed = [[(line, line.span) for line in part if line.span is not None] for part in parts]
    return [[pair for pair in part if one.passage.span.holds(pair[1])] for part in placed]


def test_a_passage_that_fits_is_one_part() -> None:
    (one,) = read("He said: “It froze” (45). It thawed.")
    assert written(divide(one, ROOM)) == ["He said:\n> “It froze” (45).\nIt thawed."]


def test_a_quotation_that_does_not_fit_behind_the_prose_goes_whole_into_the_next_part() -> None:
    prose, quoted = "Snow fell. " * 10, "“" + "It froze. " * 10 + "It thawed” (45)."
    (one,) = read(prose + quoted)
    assert written(divide(one, 160)) == [prose.strip(), f"> {quoted}"]


def test_a_quotation_over_paragraphs_goes_whole_into_the_next_part() -> None:
    quoted = ("“It froze all night.", "It froze all day.", "It thawed” (45).")
    (before, one) = read("Snow fell. " * 160 + "He said:", *quoted)
    assert before.passage.text.startswith("Snow")
    assert one.passage.context is not None
    whole = "\n".join(f"> {words}" for words in quoted)
    room = markdown.length(whole) + 1
    assert written(divide(one, room))[-1] == whole
    assert written(divide(one, room - 1))[-1] == "\n".join(f"> {words}" for words in quoted[1:])


def test_a_quotation_longer_than_a_part_is_divided_between_sentences() -> None:
    (one,) = read("“" + "It froze all night. " * 9, "It thawed” (45).")
    assert written(divide(one, 100)) == [
        "> “" + "It froze all night. " * 3 + "It froze all night.",
        "> " + ("It froze all night. " * 4).strip(),
        "> It froze all night.\n> It thawed” (45).",
    ]


def test_a_quotation_in_its_marks_is_divided_as_any_other() -> None:
    quoted = "“" + "It froze all night. " * 300 + "It thawed” (45)."
    (one,) = read(quoted)
    lines = [line for part in divide(one, ROOM) for line in part]
    assert [line.left_out for line in lines] == [False, False]
    assert lines[0].words.endswith("night.")


def test_a_sentence_is_not_cut_from_the_page_behind_it() -> None:
    one, *_ = read("“" + "It froze. " * 30, "Did it thaw?” (Deutscher, p. 45). Nobody knew.")
    for room in range(60, 140):
        parts = written(divide(one, room))
        assert any("thaw?” (Deutscher, p. 45)." in part for part in parts)
    (one,) = read("Snow fell. Snow (“It froze.” Deutscher, p. 45) lay. Nobody knew. " * 3)
    for room in range(60, 140):
        for line in (line for part in divide(one, room) for line in part):
            assert line.words.count("(") == line.words.count(")")


def test_a_sentence_longer_than_a_part_is_announced_and_nothing_else_is() -> None:
    long = "It " + "froze " * 900 + "on."
    (one,) = read("“It froze.", f"Snow fell. {long} It stayed.", "It thawed” (45).")
    lines = [line for part in divide(one, ROOM) for line in part]
    announced = "[A sentence of 5,406 characters, too long for a message, stands here.]"
    told = ["“It froze.", "Snow fell.", announced, "It stayed.", "It thawed” (45)."]
    assert [line.words for line in lines] == told
    assert [line.left_out for line in lines] == [False, False, True, False, False]
    assert all(line.quoted for line in lines)


@pytest.mark.parametrize(("letter", "units"), [("x", 1), ("🙂", 2), ("*", 2)])
def test_room_is_counted_as_discord_counts_it_and_filled(letter: str, units: int) -> None:
    (one,) = read(f"Then {letter * 100}")
    size = len("Then ") + 100 * units + 1
    assert written(divide(one, size)) == [markdown.escape(f"Then {letter * 100}")]
    (line,) = divide(one, size - 1)[0]
    assert line.left_out


def joined(one: ShownPassage) -> list[Span]:
    """Return what is to stand together: each quotation with a page, as far as its page."""
    cited = [each for each in one.passage.quotations if each.citations]
    return [Span(each.start, each.cited_end) for each in cited]


@given(shown(), ROOMS)
def test_no_part_is_empty_or_over_its_room(
    made: tuple[tuple[ShownPassage, ...], Document], room: int
) -> None:
    for one in made[0]:
        parts = divide(one, room)
        assert parts
        assert all(parts)
        for part in parts:
            assert sum(markdown.length(line.markdown) + 1 for line in part) <= room
            assert all(line.words.strip() for line in part)


@given(shown(), ROOMS)
def test_lines_are_the_text_in_its_order_or_say_what_is_left_out(
    made: tuple[tuple[ShownPassage, ...], Document], room: int
) -> None:
    shown, document = made
    for one in shown:
        context = one.passage.context
        spans = [one.passage.span] if context is None else [context, one.passage.span]
        lines = [line for part in divide(one, room) for line in part]
        told = []
        for line in lines:
            assert line.span is not None
            words = document.quote(line.span.start, line.span.end)
            told.append(words)
            if line.left_out:
                assert f"of {len(words):,} characters" in line.words
                assert markdown.length(markdown.escape(words)) + len("> ") >= room - 50
                assert len(split_sentences(words)) == 1 or one.passage.citations
            else:
                assert line.words == words
        whole = "".join(document.quote(span.start, span.end) for span in spans)
        assert "".join("".join(told).split()) == "".join(whole.split())


@given(shown(), ROOMS)
def test_parts_end_where_a_sentence_a_paragraph_or_a_quotation_ends(
    made: tuple[tuple[ShownPassage, ...], Document], room: int
) -> None:
    for one in made[0]:
        ends = borders(one)
        for part in own(divide(one, room), one):
            for _, span in part:
                assert span.end in ends


def borders(one: ShownPassage) -> set[int]:
    """Return where a line may end: with a sentence, a paragraph or a quotation."""
    text, start = one.passage.text, one.passage.start
    marks = {0, len(text)}
    for each in one.passage.quotations:
        behind = each.cited_end - start
        stops = len(text[behind:]) - len(text[behind:].lstrip(".,;:!?"))
        marks |= {each.start - start, each.end - start, behind, behind + stops}
        after = text[each.end - start :]
        marks.add(each.end - start + len(after) - len(after.lstrip(".,;:!?")))
    marks |= {at for at in range(len(text)) if text.startswith("\n\n", at)}
    ends = set()
    for first, last in pairwise(sorted(marks)):
        skipped = len(text[first:last]) - len(text[first:last].lstrip())
        words = text[first:last].strip()
        for mark in (0, 1):  # within its marks a quotation is sentences, too
            ends |= {first + skipped + mark + each.end for each in split_sentences(words[mark:])}
    everything = marks | ends
    return {start + len(text[:at].rstrip()) for at in everything}


@given(shown(), ROOMS)
def test_a_quotation_that_fits_a_part_stands_in_one_with_its_page(
    made: tuple[tuple[ShownPassage, ...], Document], room: int
) -> None:
    for one in made[0]:
        parts = own(divide(one, room), one)
        for unit in joined(one):
            holding = [[pair for pair in part if pair[1].touches(unit)] for part in parts]
            holding = [part for part in holding if part]
            lines = [line for part in holding for line, _ in part]
            alone = all(unit.holds(trimmed(span)) for part in holding for _, span in part)
            if alone and sum(markdown.length(line.markdown) + 1 for line in lines) <= room:
                assert len(holding) == 1, (unit, [line.words for line in lines])


def trimmed(span: Span) -> Span:
    """Return a span less the one mark that may follow a quotation."""
    return Span(span.start, max(span.start, span.end - 1))


@given(shown(), ROOMS)
def test_no_page_is_cut_and_none_is_parted_from_the_words_before_it(
    made: tuple[tuple[ShownPassage, ...], Document], room: int
) -> None:
    for one in made[0]:
        held = [citation.span for citation in one.passage.citations]
        held += [closing(each) for each in one.passage.quotations if each.citations]
        ends = [part[-1][1].end for part in own(divide(one, room), one) if part]
        for end in ends[:-1]:
            assert not any(span.start < end < span.end for span in held), (end, held)


def closing(quotation: Quotation) -> Span:
    """Return a quotation's last letter with the page that closes it."""
    return Span(quotation.end - 1, quotation.cited_end)
