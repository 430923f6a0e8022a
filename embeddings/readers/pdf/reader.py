"""A PDF file, read."""

import re
from pathlib import Path

from embeddings.errors import SourceError
from embeddings.readers.errors import ScannedSourceError
from embeddings.readers.parsed_file import Source
from embeddings.readers.pdf.columns import columns, common, gutter_of
from embeddings.readers.pdf.layout import Leaf, placed
from embeddings.readers.pdf.lines import rows, words
from embeddings.readers.pdf.margins import Margins
from embeddings.readers.pdf.pages import KIND, Sheet, labelled, sheets
from embeddings.readers.pdf.paragraphs import Paragraphs

UNREADABLE = 0.1
"""Of a file that can be read no more than this share of the letters means nothing."""

_MEANINGLESS = re.compile(r"[\ue000-\uf8ff\ufffd\x00\x01\x03-\x08\x0b-\x1f\x7f-\x9f]")


def read(path: Path, data: bytes) -> Source:
    """Read a PDF file; raise SourceError for one that is locked, damaged or a scan."""
    found = sheets(path, data)
    prove(path, found)
    loose = [rows(words(sheet.letters), 0.5) for sheet in found]
    margins = Margins(loose, [sheet.label or str(sheet.number + 1) for sheet in found])
    bodies = [
        [word for row in margins.body(number) for word in row.words] for number in range(len(found))
    ]
    known = common([gutter_of(body) for body in bodies])
    leaves = [
        Leaf(sheet.label, sheet.width, columns(body, known))
        for sheet, body in zip(labelled(found, margins.printed), bodies, strict=True)
    ]
    return Source(tuple(Paragraphs(placed(leaves)).run()))


def prove(path: Path, found: list[Sheet]) -> None:
    """Refuse what has pictures of pages for a text, or letters that mean nothing."""
    empty = sum(not sheet.letters for sheet in found)
    pictures = sum(sheet.picture for sheet in found)
    if empty == len(found) or 2 * pictures > len(found):
        raise ScannedSourceError(path, len(found), empty)
    text = "".join(letter.sign for sheet in found for letter in sheet.letters)
    meaningless = len(_MEANINGLESS.findall(text))
    if meaningless > UNREADABLE * len(text):
        problem = f"is {KIND} whose fonts do not say what their letters are"
        raise SourceError(path, problem, "have its text recognised (OCR) and take the result")
