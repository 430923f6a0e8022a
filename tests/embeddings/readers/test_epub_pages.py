"""Pages of books that are no well-formed XML."""

from pathlib import Path

import pytest

from tests.support.html_files import words
from tests.support.sample_files import CHAPTER, book


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One &mdash; two<p>Three &lamp; four", ["One — two", "Three &lamp; four"]),
        ("<p>One&nbsp;&amp;&#160;two</p>", ["One & two"]),
        ("<p>One<br>two</p>", ["One two"]),
    ],
)
def test_a_page_of_a_book_need_not_be_well_formed(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    files = {"a.xhtml": CHAPTER.format(body=body)}
    assert words(tmp_path, ".epub", book(files, list(files))) == expected
