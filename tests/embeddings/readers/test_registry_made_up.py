"""Texts that hypothesis makes up are the same in every kind of file."""

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from embeddings.errors import SourceError
from embeddings.readers import read
from embeddings.readers.parsed_file import Line, RawParagraph, Source, split_paragraphs
from embeddings.types.document import Block, BlockKind, PageBreak
from tests.support.examples import examples
from tests.support.pdf_press import Press
from tests.support.sample_files import MAKERS, made, pdf, tags

SIGNS = "ab1 .,:;!?*_#<>&[]()`~|+=\\/“”‘’'\"–…é-"
KINDS: list[BlockKind] = ["prose", "quotation", "heading"]

words = st.text(SIGNS, min_size=1, max_size=40).map(lambda text: " ".join(text.split()))
blocks = st.lists(
    st.builds(
        Block, words.filter(lambda text: any(c.isalnum() for c in text)), st.sampled_from(KINDS)
    ),
    min_size=1,
    max_size=8,
)


def found(path: Path) -> list[Block]:
    """Return the blocks of a file."""
    return list(read(path).blocks())


@pytest.mark.parametrize("suffix", [".md", ".html", ".docx", ".epub"])
@given(made_up=blocks)
@example([Block("1. a"), Block("- a"), Block("> a"), Block("[^1]: a", "quotation")])
@example([Block("a\\"), Block("---"), Block("===a"), Block("&amp; <b>"), Block("+ a", "heading")])
def test_paragraphs_come_back_with_their_kinds(suffix: str, made_up: list[Block]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = made(Path(folder), made_up, suffix)
        if suffix == ".html":
            path.write_text(f"<!doctype html><body>{tags(made_up)}", "utf-8")
        assert found(path) == made_up


@pytest.mark.parametrize("suffix", MAKERS)
@given(data=st.binary(max_size=200), at=st.integers(0, 3000))
@examples(0.3)
def test_a_file_with_strange_bytes_in_it_is_read_or_refused(
    suffix: str, data: bytes, at: int
) -> None:
    whole = MAKERS[suffix]([Block("The keepers of the lamp wrote little.")] * 3)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"essay{suffix}"
        path.write_bytes(whole[:at] + data + whole[at + len(data) :])
        with suppress(SourceError):
            read(path)


prose = st.lists(
    st.lists(
        st.sampled_from("keepers lamp wrote little (45) “oil” ships. 1917 winter".split()),
        min_size=1,
    ),
    min_size=1,
    max_size=12,
)


@given(drawn=prose, columns=st.integers(1, 2), justified=st.booleans())
@examples(0.4)
def test_no_word_is_lost_or_moved_by_printing(
    drawn: list[list[str]], columns: int, justified: bool
) -> None:
    made_up = [Block(" ".join([f"Number{at}", *one])) for at, one in enumerate(drawn)]
    press = Press(columns=columns, size=9, justified=justified)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "essay.pdf"
        path.write_bytes(pdf(made_up, press))
        text = " ".join(one.words for one in found(path))
    assert text == " ".join(one.words for one in made_up)


lines = st.lists(
    st.builds(Line, st.text("ab \u200b", max_size=8), st.sampled_from([None, "i", "1"]))
)


@given(st.lists(st.builds(RawParagraph, lines.map(tuple), st.sampled_from(KINDS))))
def test_blocks_keep_the_pages_of_their_words(made_up: list[RawParagraph]) -> None:
    for block in Source(tuple(made_up)).blocks():
        assert block.words == " ".join(block.words.split())
        offsets = [turn.at for turn in block.pages]
        assert offsets == sorted(set(offsets))
        assert all(at < len(block.words) for at in offsets)


def test_a_line_on_a_new_page_turns_it() -> None:
    lines = Line("It  froze", "i"), Line("Show more", "i"), Line("all night", "1")
    assert RawParagraph(lines).fold(["Show more"]) == Block(
        "It froze all night", pages=(PageBreak(0, "i"), PageBreak(9, "1"))
    )


def test_blank_lines_part_paragraphs() -> None:
    made_up = list(split_paragraphs("One\ntwo\n \nThree", "quotation"))
    assert [paragraph.fold(()) for paragraph in made_up] == [
        Block("One two", "quotation"),
        Block("Three", "quotation"),
    ]
