"""Block quotes are quotations: with marks or without, closed by the page at their end."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.readers import blocks
from embeddings.types import Document
from embeddings.types.document import Block, BlockKind
from tests.support.made_up_texts import LORE, texts
from tests.support.small_text import ICE, LAMPS

QUOTED = "> "


def concordance(*paragraphs: str) -> Concordance:
    """Return the concordance of paragraphs; those behind `> ` are block quotes."""
    document = Document.of("text", "A text", map(made_of, paragraphs))
    return Concordance.of(document, KnownWorks((LAMPS, ICE), LAMPS))


def made_of(paragraph: str) -> Block:
    """Return a paragraph, quoted or not."""
    kind: BlockKind = "quotation" if paragraph.startswith(QUOTED) else "prose"
    return Block(paragraph.removeprefix(QUOTED), kind)


def found(one: Concordance) -> list[tuple[str, str | None, list[str]]]:
    """Return the quotations: their words, their lead-in, their pages as printed."""
    text = one.document.text
    return [
        (
            text[each.start : each.end],
            text[each.lead_in.start : each.lead_in.end] if each.lead_in else None,
            [citation.printed for citation in each.citations],
        )
        for each in one.quotations
    ]


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        pytest.param(
            ["He tells of it:", "> It froze all night (45).", "So it did."],
            [("It froze all night (45).", "He tells of it:", ["(45)"])],
            id="a bare page at its end",
        ),
        pytest.param(
            ["He tells of it:", "> It froze all night.", "(Lindqvist, p. 45)"],
            [("It froze all night.", "He tells of it:", ["(Lindqvist, p. 45)"])],
            id="its page in a line below",
        ),
        pytest.param(
            ["He tells of it:", "> It froze all night.", "> – Lindqvist, p. 45"],
            [("It froze all night.", "He tells of it:", ["Lindqvist, p. 45"])],
            id="its source in its last line",
        ),
        pytest.param(
            ["He tells of it:", "> It froze.", "> It thawed (45)."],
            [("It froze.\n\nIt thawed (45).", "He tells of it:", ["(45)"])],
            id="one page for two paragraphs",
        ),
        pytest.param(
            ["He tells of it:", "> It froze (45).", "> It thawed (46)."],
            [
                ("It froze (45).", "He tells of it:", ["(45)"]),
                ("It thawed (46).", "He tells of it:", ["(46)"]),
            ],
            id="a page for each paragraph",
        ),
        pytest.param(
            ["He tells of it:", "> It froze (it was 1848).", "> It thawed (45)."],
            [("It froze (it was 1848).\n\nIt thawed (45).", "He tells of it:", ["(45)"])],
            id="a year is no page",
        ),
        pytest.param(
            ["He tells of it:", "> It froze."],
            [("It froze.", "He tells of it:", [])],
            id="no page, and few words",
        ),
        pytest.param(
            ["He tells of it:", "> “It froze all night” (45)."],
            [("“It froze all night”", "He tells of it:", ["(45)"])],
            id="marks around it",
        ),
        pytest.param(
            ["He tells of it:", "> “It froze all night (45)…”"],
            [("“It froze all night (45)…”", "He tells of it:", ["(45)"])],
            id="marks around it and its page",
        ),
        pytest.param(
            ["He tells of it:", "> It froze, “all that long night”, he said (45)."],
            [("It froze, “all that long night”, he said (45).", "He tells of it:", ["(45)"])],
            id="marks within it",
        ),
        pytest.param(
            ["He tells “of it:", "> It froze “all night (45).", "And so on."],
            [
                ("It froze “all night (45).", "He tells “of it:", ["(45)"]),
            ],
            id="marks left open",
        ),
        pytest.param(
            ["It froze all night (45)."],
            [],
            id="no block",
        ),
    ],
)
def test_a_block_quote_is_a_quotation_with_its_page(
    paragraphs: Sequence[str], expected: list[tuple[str, str | None, list[str]]]
) -> None:
    assert found(concordance(*paragraphs)) == expected


def in_blocks(*groups: Sequence[str]) -> Concordance:
    """Return the concordance of block quotes that stand next to one another."""
    made = [
        Block(words, "quotation", quote=at) for at, group in enumerate(groups) for words in group
    ]
    document = Document.of("text", "A text", [Block("Two voices:"), *made, Block("So it was.")])
    return Concordance.of(document, KnownWorks((LAMPS, ICE), LAMPS))


def works(one: Concordance) -> list[tuple[str, str | None, list[str]]]:
    """Return the words, the work and the printed pages of each quotation."""
    text = one.document.text
    return [
        (text[each.start : each.end], each.work, [citation.printed for citation in each.citations])
        for each in one.quotations
    ]


@pytest.mark.parametrize("dash", ["– ", "— ", "-- ", ""])
@pytest.mark.parametrize("source", ["Okafor, The Lamp Keepers", "Okafor, p. 45", "Okafor 45"])
def test_each_block_of_two_has_its_own_source(dash: str, source: str) -> None:
    own = works(
        in_blocks(["It froze.", f"{dash}{source}"], ["It thawed.", f"{dash}Lindqvist, p. 46"])
    )
    assert own == [
        ("It froze.", "The Lamp Keepers", [source] if source[-1].isdigit() else []),
        ("It thawed.", "A Winter on the Ice", ["Lindqvist, p. 46"]),
    ]


def test_a_source_may_stand_in_the_last_paragraph_itself() -> None:
    own = works(in_blocks(["It froze. – Okafor, p. 45"], ["“It thawed.” Lindqvist, p. 46"]))
    assert own == [
        ("It froze.", "The Lamp Keepers", ["Okafor, p. 45"]),
        ("“It thawed.”", "A Winter on the Ice", ["Lindqvist, p. 46"]),
    ]


def test_a_block_without_a_source_gets_none_from_the_next() -> None:
    own = works(in_blocks(["It froze all night."], ["It thawed.", "– Lindqvist, p. 46"]))
    assert own == [
        ("It froze all night.", None, []),
        ("It thawed.", "A Winter on the Ice", ["Lindqvist, p. 46"]),
    ]
    assert works(in_blocks(["It froze all night."], ["It thawed (46)."]))[0][1:] == (None, [])


def test_a_source_line_ends_a_quotation_where_the_file_tells_no_blocks_apart() -> None:
    one = concordance("> It froze.", "> – Okafor, p. 45", "> It thawed.", "> Lindqvist, p. 46")
    assert [work for _, work, _ in works(one)] == ["The Lamp Keepers", "A Winter on the Ice"]


def test_a_dash_within_a_block_is_speech_unless_a_source_can_be_read() -> None:
    own = works(in_blocks(["It froze.", "– Then go home!", "He went.", "– Okafor, p. 45"]))
    assert own == [
        ("It froze.\n\n– Then go home!\n\nHe went.", "The Lamp Keepers", ["Okafor, p. 45"])
    ]


def test_a_passage_of_a_block_quote_is_in_the_voice_of_a_quotation() -> None:
    one = concordance("He tells of it.", "> It froze all night (45).", "So it did.")
    assert [passage.voice for passage in one.passages] == ["essay", "quotation", "essay"]
    assert one.passages[1].context == one.quotations[0].lead_in


def test_a_block_over_several_paragraphs_is_one_passage() -> None:
    one = concordance("He tells of it.", "> It froze.", "> It thawed (45).", "So it did.")
    assert [passage.paragraphs for passage in one.passages] == [(1,), (2, 3), (4,)]
    introduced = concordance("He tells of it:", "> It froze.", "> It thawed (45).", "So it did.")
    assert [passage.paragraphs for passage in introduced.passages] == [(1, 2, 3), (4,)]


KINDS: list[BlockKind] = ["prose", "quotation", "heading"]
kinds = st.lists(st.sampled_from(KINDS), min_size=1)


@given(text=texts(), drawn=kinds)
def test_quotations_stand_apart_and_in_order_whatever_is_a_block(
    text: str, drawn: list[BlockKind]
) -> None:
    made = [Block(words, drawn[at % len(drawn)]) for at, words in enumerate(blocks(text))]
    assume(made)
    one = Concordance.of(Document.of("text", "A text", made), LORE)
    assert all(before.end <= behind.start for before, behind in pairwise(one.quotations))


@given(
    words=st.lists(st.sampled_from(("It froze.", "Ice (45)", "A ship")), min_size=1), drawn=kinds
)
def test_without_marks_blocks_and_only_blocks_are_quotations(
    words: list[str], drawn: list[BlockKind]
) -> None:
    made = [Block(one, drawn[at % len(drawn)]) for at, one in enumerate(words)]
    one = Concordance.of(Document.of("text", "A text", made), LORE)
    covered = [n for each in one.quotations for n in one.document.paragraphs_in(each.span)]
    assert covered == [p.number for p in one.document.paragraphs if p.kind == "quotation"]
