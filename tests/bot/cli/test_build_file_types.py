"""`build`, `check` and `citations` take a text of any kind of file, and refuse what is none."""

from pathlib import Path

import pytest

from embeddings.readers import blocks, decode
from embeddings.readers.registry import list_formats
from embeddings.types.document import Block
from tests.support.cli_program import Program
from tests.support.pdf_press import Press, scanned
from tests.support.sample_files import MAKERS, pdf


def harbour(home: Path) -> list[Block]:
    """Return the paragraphs of the text in the folder."""
    return [Block(words) for words in blocks(decode(home / "data" / "harbour.txt"))]


def test_a_built_pdf_is_cited_with_its_pages(program: Program, home: Path, tiny: Path) -> None:
    path = home / "data" / "harbour.pdf"
    path.write_bytes(pdf(harbour(home), Press(front=3)))
    before = program("page", "12", "--json").rows[0]["reference"]
    ended = program("build", path, "--document", "harbour", "--model", tiny, "--json")
    assert (ended.rows[0]["changed"], ended.rows[0]["embedded"]) == (True, 0)
    after = program("page", "12", "--json").rows[0]["reference"]
    assert "· harbour ¶" in before
    assert after == before.replace("· harbour ¶", "· harbour, p. i, ¶")


def test_a_build_warns_of_pages_that_give_no_text(program: Program, home: Path, tiny: Path) -> None:
    (home / "half.pdf").write_bytes(scanned(pages=1, cover="The lamp is lit, said Okafor (p. 45)."))
    ended = program("build", "half.pdf", "--model", tiny, "--index", "half")
    assert (
        "concordance: unusual: pages that are pictures and give no text: 1 of 2 (2); " in ended.err
    )


@pytest.mark.parametrize("command", ["build", "check", "citations"])
def test_a_file_that_cannot_be_read_is_refused_in_one_line(
    program: Program, home: Path, command: str
) -> None:
    (home / "scan.pdf").write_bytes(scanned(pages=2))
    (home / "book.txt").write_bytes(MAKERS[".epub"]([Block("The lamp is lit.")]))
    assert (
        "scan.pdf: is a scan: of its 2 pages 2 have no text" in program(command, "scan.pdf").refusal
    )
    assert "though its name ends in .txt; name it book.epub" in program(command, "book.txt").refusal


@pytest.mark.parametrize("command", ["build", "check", "citations"])
def test_the_help_names_the_kinds_of_file(program: Program, command: str) -> None:
    told = " ".join(program(command, "--help").out.split())
    assert f"The text: {list_formats()}; the first that the manifest lists if none." in told
