"""What PDFium passes over in silence is told."""

import re

import pytest

from embeddings.readers.pdf.damage import find_damage
from embeddings.types.document import Block
from tests.support.hostile_pdf import shared_page
from tests.support.pdf_drawing import prose, remarks_of
from tests.support.pdf_press import Press

WHOLE = Press().printed([Block(prose(number)) for number in range(12)])


def changed(at: int, data: bytes = WHOLE) -> bytes:
    """Return a file with a bit flipped."""
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def test_nothing_is_said_of_a_whole_file() -> None:
    assert not list(find_damage(WHOLE))
    assert not list(find_damage(shared_page(pages=3)))
    assert not list(find_damage(Press(password="").printed([Block(prose(1))])))


def test_a_cut_file_is_told() -> None:
    [notice] = find_damage(WHOLE[:-200])
    assert notice.startswith("the file is damaged (its end is missing, its table of contents")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_part_that_cannot_be_unpacked_is_told(share: float) -> None:
    begin, end = re.search(rb"stream\n(.*?)endstream", WHOLE, re.DOTALL).span(1)  # type: ignore[union-attr]
    [notice] = find_damage(changed(begin + int(share * (end - begin))))
    assert "1 of its 2 packed parts cannot be unpacked to their end" in notice


def test_an_object_that_is_not_in_its_place_is_told() -> None:
    [notice] = find_damage(WHOLE.replace(b"\n4 0 obj", b"\n4 0 obk"))
    assert "objects are not where its table says" in notice


def test_what_is_damaged_is_read_and_told() -> None:
    begin = WHOLE.index(b"stream\n") + 1500
    remarks = remarks_of(changed(begin))
    assert any(remark.startswith("the file is damaged") for remark in remarks)
