"""PDF pages that are drawn by hand, line by line, and read."""

import random
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from embeddings.readers import registry
from embeddings.readers.parsed_file import Source
from embeddings.readers.reader import InputFile
from embeddings.types.document import Block
from tests.support.pdf_press import FONT, HEIGHT, WIDTH

LEADING = 12.5
"""From one line to the next."""

_WORDS = (
    "keepers lamp wrote little weather oil ships harbour winter froze pilots looked burned stairs "
    "light trade nobody spring carried asked again night without their came said about that"
).split()


def drawn(draw: Callable[[Canvas], object]) -> bytes:
    """Return a file whose pages are drawn by hand."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    canvas.setFont(FONT, 10)
    draw(canvas)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(canvas: Canvas, rows: Sequence[str], left: float = 60, top: float = 520) -> None:
    """Draw lines one under the other."""
    for number, row in enumerate(rows):
        canvas.drawString(left, top - LEADING * number, row)


def prose(number: int, length: int = 60) -> str:
    """Return a paragraph that is like no other."""
    drawn = random.Random(number)  # noqa: S311 - no secret
    words = [drawn.choice(_WORDS) for _ in range(length)]
    return f"{number} {' '.join(words)}."


def source_of(data: bytes) -> Source:
    """Return what is read of a PDF file."""
    return registry.read(InputFile(Path("essay.pdf"), data))


def blocks_of(data: bytes) -> list[Block]:
    """Return the paragraphs of a PDF file."""
    return list(source_of(data).blocks())


def words_of(data: bytes) -> list[str]:
    """Return the words of the paragraphs of a PDF file."""
    return [block.words for block in blocks_of(data)]


def pages_of(data: bytes) -> list[str]:
    """Return what the pages of a PDF file are called, in order."""
    turns = [turn.page for block in blocks_of(data) for turn in block.pages]
    return list(dict.fromkeys(turns))


def remarks_of(data: bytes) -> list[str]:
    """Return what is doubtful about a PDF file."""
    return [remark.advice for remark in source_of(data).remarks]
