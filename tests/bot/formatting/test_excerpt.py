"""A shortened passage: whole sentences in their order, with what is marked and with each page."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.formatting.excerpt import GAP, shorten
from bot.formatting.layout import cuts, divide, lay_out, size
from bot.formatting.proof import prove_excerpt, write_proved
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.readers import blocks
from embeddings.types import Document, Hit, ShownPassage, Span
from tests.support.examples import examples
from tests.support.made_answers import shown as passages
from tests.support.made_answers import visible

ROOM = 300


def one(text: str, marked: str = "", at: int = 0) -> ShownPassage:
    """Return a passage of a text, the first unless told, some words of it marked."""
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks())
    (found,) = prove_hits(concordance, [Hit(concordance.passages[at], 1.0)])
    start = found.passage.text.find(marked)
    return replace(found, highlights=((start, start + len(marked)),) if marked else ())


def told(shown: ShownPassage, room: int = ROOM) -> list[str]:
    """Return the lines of a shortened passage."""
    return [line.words for line in shorten(shown, room)]


SENTENCES = [f"The harbour’s lamp was lit on the {day}th day of March." for day in range(4, 20)]


def test_a_short_passage_is_shown_as_it_is() -> None:
    assert told(one("The lamp was lit. It was dark.")) == ["The lamp was lit. It was dark."]


def test_of_a_long_one_the_sentence_that_is_marked_is_shown_and_those_behind_it() -> None:
    shown = one(" ".join(SENTENCES), "13th day")
    lines = told(shown)
    assert lines == ["[…]", " ".join(SENTENCES[9:14]), "[…]"]
    assert sum(map(size, shorten(shown, ROOM))) <= ROOM + 2 * size(GAP)


def test_where_the_last_is_marked_those_before_it_are_shown() -> None:
    assert told(one(" ".join(SENTENCES), "19th day")) == ["[…]", " ".join(SENTENCES[-5:])]


def test_where_nothing_is_marked_it_begins_at_the_beginning() -> None:
    assert told(one(" ".join(SENTENCES))) == [" ".join(SENTENCES[:5]), "[…]"]


def test_a_quotation_stays_whole_and_with_its_page_however_long_it_is() -> None:
    quotation = f"“{' '.join(SENTENCES[:8])}” (p. 45)"
    text = f"{SENTENCES[9]} {SENTENCES[10]} {quotation}. {SENTENCES[11]} {SENTENCES[12]}"
    lines = told(one(text, "6th day"))
    assert quotation + "." in lines


def test_who_speaks_stands_above_what_is_left_of_a_passage() -> None:
    long = "Snow fell. " * 120  # leaves no room for what it introduces
    text = f"{long}The keeper wrote:\n\n“It was dark and very cold” (p. 45). {' '.join(SENTENCES)}"
    shown = one(text, "13th day", at=1)
    lines = shorten(shown, ROOM)
    assert [line.words for line in lines[:2]] == ["Snow fell. The keeper wrote:", "[…]"]
    assert sum(map(size, lines)) <= ROOM + 2 * size(GAP)
    prove_excerpt(shown, lines)


@examples(0.6)
@given(passages(), st.integers(60, 700))
def test_sentences_are_whole_and_in_order_and_what_is_marked_is_there(
    made: tuple[tuple[ShownPassage, ...], Document], room: int
) -> None:
    every, document = made
    for shown in every:
        lines = shorten(shown, room)
        prove_excerpt(shown, lines)
        write_proved([line for line in lines if not line.left_out], document)
        spans = [line.span for line in lines if line.span is not None]
        seen = {at for span in spans for at in visible(document, span)}
        if len(divide(shown, room)) == 1:
            assert set(visible(document, shown.passage.span)) <= seen
            continue
        _hold(shown, document, seen)


def _hold(shown: ShownPassage, document: Document, seen: set[int]) -> None:
    """Hold that no sentence, marked stretch or quotation with its page is there in part."""
    passage = shown.passage
    wholes = [
        Span(piece.span.start + start, piece.span.start + end)
        for piece in lay_out(shown)
        if not piece.before
        for start, end in zip([0, *cuts(passage, piece)], cuts(passage, piece), strict=False)
    ]
    wholes += [Span(one.start, one.cited_end) for one in passage.quotations if one.citations]
    for whole in wholes:
        held = set(visible(document, whole))
        assert held <= seen or not held & seen
    for low, high in shown.highlights:
        marked = Span(passage.start + low, passage.start + high)
        assert set(visible(document, marked)) <= seen
