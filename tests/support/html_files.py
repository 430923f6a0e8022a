"""Files of HTML, written for a test and read."""

from pathlib import Path

from embeddings.readers import read
from embeddings.types.document import Block


def words(folder: Path, suffix: str, source: str | bytes) -> list[str]:
    """Return the paragraphs of a file; those of block quotes and headings are marked."""
    return [
        {"prose": "", "quotation": "> ", "heading": "# "}[block.kind] + block.words
        for block in blocks(folder, suffix, source)
    ]


def blocks(folder: Path, suffix: str, source: str | bytes) -> list[Block]:
    """Return the blocks of a file."""
    path = folder / f"essay{suffix}"
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return list(read(path).blocks())


def page(folder: Path, body: str, head: str = "") -> list[str]:
    """Return the paragraphs of a web page, marked as by `words`."""
    whole = f"<!doctype html><head><meta charset=utf-8>{head}</head><body>{body}"
    return words(folder, ".html", whole)


def pages_of(folder: Path, body: str) -> list[tuple[str, list[str]]]:
    """Return the paragraphs of a web page, and the printed pages that begin or go on in each."""
    found = blocks(folder, ".html", f"<!doctype html><meta charset=utf-8><body>{body}")
    return [(block.words, [turn.page for turn in block.pages]) for block in found]
