"""A file that would take more than any book does is refused before it is read."""

import pytest

from embeddings.readers.errors import SwollenSourceError
from embeddings.readers.pdf import pages
from tests.support.hostile_pdf import LAMP, shared_page
from tests.support.pdf_drawing import source_of


def test_more_pages_than_a_book_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MAX_PAGES", 20)
    with pytest.raises(SwollenSourceError, match="with 21 pages"):
        source_of(shared_page(pages=21))


def test_more_letters_than_a_page_has_are_refused() -> None:
    words = b"BT /F 1 Tf 60 500 Td %s ET" % (b"(%s) Tj " % (b"lamp oil " * 2_500) * 10)
    with pytest.raises(SwollenSourceError, match=r"with 22\d,\d{3} letters on one page"):
        source_of(shared_page(pages=1, words=words))


def test_a_page_that_is_drawn_again_and_again_is_read_each_time() -> None:
    assert len(list(source_of(shared_page(pages=3, words=LAMP)).blocks())) == 3
