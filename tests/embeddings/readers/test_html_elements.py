"""Elements of HTML: what people do not see of them."""

from pathlib import Path

import pytest
from lxml import html

from embeddings.readers.html_elements import short_text
from tests.support.html_files import page


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("It <del>never </del>froze.", "It froze."),
        ("It <s>never </s>froze.", "It froze."),
        ("It <span style='text-decoration:line-through'>never </span>froze.", "It froze."),
        ("The keeper<del>s</del> slept.", "The keeper slept."),
        ("It <ins>all </ins>froze.", "It all froze."),
        ("It <span class='hidden'>never </span>froze.", "It froze."),
        ("It <span class='d-none x'>never </span>froze.", "It froze."),
        ("It <span class='hidden md:block'>all </span>froze.", "It all froze."),
        ("It <span class='lg:inline-flex hidden'>all </span>froze.", "It all froze."),
        ("It <span class='d-none d-md-inline'>all </span>froze.", "It all froze."),
        ("It <span class='hidden md:pt-4'>never </span>froze.", "It froze."),
        ("It <span class='gone'>never </span>froze.", "It froze."),
        ("It <span class='printed'>all </span>froze.", "It all froze."),
    ],
)
def test_what_is_deleted_or_hidden_is_not_read(tmp_path: Path, body: str, expected: str) -> None:
    head = "<style>.gone { display: none } @media print { .printed { display: none } }</style>"
    assert page(tmp_path, f"<p>{body}</p>", head) == [expected]


def test_a_page_is_not_hidden_as_a_whole(tmp_path: Path) -> None:
    head = "<style>.js { display: none }</style>"
    assert page(tmp_path, "<main class=js><p>It froze.</p></main>", head) == ["It froze."]


def test_short_texts_are_told_from_long_ones() -> None:
    element = html.fromstring("<p>One  <b>two</b>\n three</p>")
    assert short_text(element, 13) == "One two three"
    assert short_text(element, 12) is None
