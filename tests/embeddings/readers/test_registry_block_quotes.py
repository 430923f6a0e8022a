"""Block quotes that stand next to one another are told apart in every kind of file."""

from io import BytesIO
from pathlib import Path

import docx
import pytest

from embeddings.readers import read

FROZE = "It froze all night."
THAWED = "It thawed by day."
CITED = "– Okafor, p. 45"
NESTED = f"<blockquote>{FROZE}<blockquote>{CITED}</blockquote></blockquote>"
PAGE = "<!doctype html><body><p>One.</p>"


def word(*paragraphs: tuple[str, str]) -> bytes:
    """Return a Word file of paragraphs in styles."""
    document = docx.Document()
    for words, style in paragraphs:
        document.add_paragraph(words, style)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def quotes(folder: Path, suffix: str, source: bytes) -> list[list[str]]:
    """Return the words of each block quote of a file."""
    path = folder / f"essay{suffix}"
    path.write_bytes(source)
    found: dict[int | None, list[str]] = {}
    for block in read(path).blocks():
        if block.kind == "quotation":
            found.setdefault(block.quote, []).append(block.words)
        else:
            assert block.quote is None
    return list(found.values())


@pytest.mark.parametrize(
    ("suffix", "source"),
    [
        (".md", f"One.\n\n> {FROZE}\n>\n> {CITED}\n\n> {THAWED}\n\nTwo."),
        (".md", f"One.\n\n> {FROZE}\n>\n> {CITED}\n\nTwo.\n\n> {THAWED}"),
        (
            ".html",
            f"{PAGE}<blockquote><p>{FROZE}<p>{CITED}</blockquote><blockquote>{THAWED}</blockquote>",
        ),
        (
            ".html",
            f"{PAGE}{NESTED}<blockquote>{THAWED}</blockquote>",
        ),
        (".docx", [(FROZE, "Quote"), (CITED, "Quote"), ("", "Normal"), (THAWED, "Quote")]),
        (".docx", [(FROZE, "Quote"), (CITED, "Quote"), (THAWED, "Intense Quote")]),
    ],
)
def test_each_block_has_its_own_paragraphs(
    tmp_path: Path, suffix: str, source: str | list[tuple[str, str]]
) -> None:
    data = source.encode() if isinstance(source, str) else word(*source)
    assert quotes(tmp_path, suffix, data) == [[FROZE, CITED], [THAWED]]
