"""The pages of printed books in HTML: taken out of the words, and kept as the file's pages."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from embeddings.readers.page_markers import find_page, parse_label
from embeddings.types.document import Block, PageBreak
from tests.support.html_files import blocks, pages_of

WORDS = "The keeper thought of the harbour below."


@pytest.mark.parametrize(
    "marker",
    [
        '<span class="pagenum" id="Page_12">[Pg 12]</span>',
        '<span class="pagenum"><a name="Page_12" id="Page_12">12</a></span>',
        '<span class="pagenum">{12}</span>',
        "<span class='pageno'>12</span>",
        '<span class="pagenumber noprint"><a href="/wiki/Page:A.djvu/30">[12]</a></span>',
        '<a class="page_number" id="x">p. 12</a>',
        '<span class="ws-pagenum" id="12" data-page-number="12" title="Page:X.djvu/30"></span>',
        '<span class="ws-pagenum" title="Page:X.djvu/30"><b>&#8203;<span>12</span></b></span>',
        '<a id="page_12"></a>',
        '<a name="Page_012"></a>',
        '<a id="page12">12</a>',
        '<span id="pg-12"></span>',
        '<div id="page-12" class="newpage"></div>',
        '<a class="page" id="p12">[p. 12]</a>',
        '<a name="p12">p. 12</a>',
        '<span class="page">[p. 12]</span>',
        '<span class="pb">[page 12]</span>',
        '<span class="pagenote">[Page 12]</span>',
        '<span class="dta-pb">[12]</span>',
        '<a name="S12"><font size="2">|12|</font></a>',
        '<pb n="12"/>',
        '<span role="doc-pagebreak" id="x" aria-label="12"></span>',
        '<span role="doc-pagebreak" aria-label=" Page 12. "></span>',
        '<span epub:type="pagebreak" title="Seite 12"></span>',
        '<span epub:type="pagebreak" title="pg. 12"/>',
        '<span epub:type="pagebreak" id="page12"></span>',
        '<span epub:type="pagebreak">12</span>',
        '<hr class="pagebreak" title="12">',
        '<span class="pb" id="pb12" title="12">|</span>',
        '<span class="page-break" data-pg="12"></span>',
        '<sup class="pagenum">12</sup>',
        "[Pg 12]",
        "<small>[Pg. 12]</small>",
    ],
)
def test_a_page_that_is_marked_is_kept_and_its_mark_is_no_word(tmp_path: Path, marker: str) -> None:
    body = f'<p><span class="pagenum">11</span>{WORDS}</p><p>{marker}{WORDS}</p>'
    assert pages_of(tmp_path, body) == [(WORDS, ["11"]), (WORDS, ["12"])]


@pytest.mark.parametrize("label", ["xiv", "XIV", "12a", "A-12", "3"])
def test_a_page_has_the_number_that_is_printed(tmp_path: Path, label: str) -> None:
    body = f'<p>{WORDS}<span class="pagenum">[Pg {label}]</span></p><p>{WORDS}</p>'
    assert pages_of(tmp_path, body)[-1] == (WORDS, [label])


def test_words_stay_whole_around_a_page(tmp_path: Path) -> None:
    body = "<p>One keep<span class='pagenum'>[17]</span>ers of the [Pg 18]lamp</p>"
    assert blocks(tmp_path, ".html", f"<!doctype html><p id=page_16></p>{body}") == [
        Block(
            "One keepers of the lamp",
            pages=(PageBreak(0, "16"), PageBreak(12, "17"), PageBreak(19, "18")),
        )
    ]


@pytest.mark.parametrize(
    "body",
    [
        f'<div id="page-42" class="page"><p>{WORDS}</p></div>',
        f'<p id="p12">{WORDS}</p>',
        f'<a id="p12"></a><p>{WORDS}</p>',
        f'<p>{WORDS}</p><p><a class="page-numbers" href="/2">2</a> <a href="/3">3</a></p>',
        f'<p>{WORDS}</p><span class="page-number"><a class="page-number" href="/2">x</a></span>',
        f'<p class="page">{WORDS}</p>',
        f'<p id="page">{WORDS}</p>',
        f'<p>{WORDS}</p><a id="page_next"></a>',
        f'<div class="page-break"></div><p>{WORDS}</p>',
    ],
)
def test_what_is_called_a_page_for_another_reason_is_none(tmp_path: Path, body: str) -> None:
    assert (WORDS, []) in pages_of(tmp_path, body)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<p>See the lamp (p. 12) and [p. 13].</p>", "See the lamp (p. 12) and [p. 13]."),
        ("<p>See <a href='#page_12'>page 12</a>.</p>", "See page 12."),
        ("<p>See <a id='page_12' href='#x'>12</a>.</p>", "See 12."),
        ("<p><a id='p12'>12</a>. See it.</p>", "12. See it."),
        ("<p><a id='p12'>[12]</a> See it.</p>", "[12] See it."),
        ("<p>See <span class='page'>twelve</span>.</p>", "See twelve."),
    ],
)
def test_words_about_a_page_stay(tmp_path: Path, body: str, words: str) -> None:
    assert pages_of(tmp_path, body) == [(words, [])]


def test_a_break_that_tells_no_page_ends_the_page_before_it(tmp_path: Path) -> None:
    body = f"<p><pb n=3></pb>{WORDS}</p><div role=doc-pagebreak></div><p>{WORDS}</p>"
    assert pages_of(tmp_path, body) == [(WORDS, ["3"]), (WORDS, [])]


@pytest.mark.parametrize(
    "block",
    [
        '<p id="Page_12">{}</p>',
        '<blockquote id="page12">{}</blockquote>',
        '<p><span id="page_12">{}</span></p>',
        '<p><span class="page-label" id="page_12">{}</span></p>',
    ],
)
def test_a_block_named_after_its_page_begins_it(tmp_path: Path, block: str) -> None:
    for words in (WORDS, "Then he slept."):
        assert pages_of(tmp_path, block.format(words)) == [(words, ["12"])]


def test_what_a_break_encloses_by_mistake_is_read(tmp_path: Path) -> None:
    body = f"<p><span role=doc-pagebreak title=12>{WORDS}</p>"
    assert pages_of(tmp_path, body) == [(WORDS, ["12"])]


@pytest.mark.parametrize(
    ("label", "page"),
    [
        ("12", "12"),
        ("Seite 3", "3"),
        ("p.xii", "xii"),
        ("[6]", "6"),
        ("Page 12 of 200", "12"),
        ("pp. 12–13", "12"),
        ("12 bis", "12 bis"),
        ("Cover", "Cover"),
        (" ", None),
        ("The page on which the lamp is lit", None),
    ],
)
def test_labels_are_read_with_their_words(label: str, page: str | None) -> None:
    assert parse_label(label) == page


@given(st.text("page_ 12xiv[].", max_size=12), st.text("page_ 12xiv[].", max_size=12))
def test_a_marker_has_a_page_or_holds_its_text(name: str, text: str) -> None:
    element = html.Element("span", {"class": name, "id": name})
    element.text = text
    marker = find_page(element, {})
    assert marker is None or (marker.page and marker.alone)
