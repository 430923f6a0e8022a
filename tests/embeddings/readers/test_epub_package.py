"""What a book lists: its files in order, and the printed pages in them."""

from pathlib import Path

import pytest

from embeddings.readers.errors import SwollenSourceError
from embeddings.types.document import Block, PageBreak
from tests.support.html_files import blocks, words
from tests.support.sample_files import CHAPTER, book

TEXT = (
    '<h1>One</h1><p><a id="p44"></a>The lamp never sleeps.</p><p>The sea <span id="p45"></span>has '
    'no memory.</p><p id="p46">The dog barked.</p><p>And <i id="p47">47</i>slept.</p>'
)
NAV = (
    '<nav epub:type="toc"><ol><li><a href="a.xhtml">One</a></li></ol></nav>'
    '<nav epub:type="page-list"><ol>{}</ol></nav>'
)
LINK = '<li><a href="{1}">{0}</a></li>'
NCX = '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap/><pageList>{}</pageList></ncx>'
TARGET = (
    '<pageTarget type="normal" value="{0}"><navLabel><text>{0}</text></navLabel>'
    '<content src="{1}"/></pageTarget>'
)
PAGE_MAP = '<page-map xmlns="http://www.idpf.org/2007/opf">{}</page-map>'
PAGE = '<page name="{0}" href="{1}"/>'
ITEM = '<item id="list" href="{}" media-type="{}"/>'


def with_list(kind: str, labels: dict[str, str]) -> bytes:
    """Return a book that lists its pages in a part of that kind."""
    whole, each = {"nav": (NAV, LINK), "ncx": (NCX, TARGET), "map": (PAGE_MAP, PAGE)}[kind]
    text = whole.format("".join(each.format(label, at) for at, label in labels.items()))
    files = {"a.xhtml": CHAPTER.format(body=TEXT)}
    if kind == "nav":
        return book({**files, "nav.xhtml": CHAPTER.format(body=text)}, ["a.xhtml"])
    types = {"ncx": "application/x-dtbncx+xml", "map": "application/oebps-page-map+xml"}
    return book(
        {**files, "list.xml": text}, ["a.xhtml"], items=ITEM.format("list.xml", types[kind])
    )


@pytest.mark.parametrize("kind", ["nav", "ncx", "map"])
@pytest.mark.parametrize("form", ["{}", "Seite {}", "[{}]"])
def test_pages_that_a_book_lists_begin_at_plain_anchors(
    tmp_path: Path, kind: str, form: str
) -> None:
    labels = {f"a.xhtml#p{number}": form.format(number) for number in range(44, 48)}
    assert blocks(tmp_path, ".epub", with_list(kind, {"a.xhtml": "xii", **labels})) == [
        Block("One", "heading", (PageBreak(0, "xii"),)),
        Block("The lamp never sleeps.", pages=(PageBreak(0, "44"),)),
        Block("The sea has no memory.", pages=(PageBreak(0, "44"), PageBreak(8, "45"))),
        Block("The dog barked.", pages=(PageBreak(0, "46"),)),
        Block("And slept.", pages=(PageBreak(0, "46"), PageBreak(4, "47"))),
    ]


def test_lists_that_lead_nowhere_do_no_harm(tmp_path: Path) -> None:
    labels = {"lost.xhtml#p44": "44", "a.xhtml#lost": "45", "http://[x/a.xhtml": "46", "": "47"}
    made = blocks(tmp_path, ".epub", with_list("nav", labels))
    assert [block.pages for block in made] == [()] * 5


@pytest.mark.parametrize("text", ["", "<ncx", "<ncx><pageList><pageTarget>", "\0\0", "lamp"])
def test_a_book_whose_list_is_damaged_is_read_without_it(tmp_path: Path, text: str) -> None:
    item = ITEM.format("list.xml", "application/x-dtbncx+xml")
    files = {"a.xhtml": CHAPTER.format(body="<p>One</p>"), "list.xml": text}
    assert words(tmp_path, ".epub", book(files, ["a.xhtml"], items=item)) == ["One"]


def test_a_list_that_declares_entities_is_refused(tmp_path: Path) -> None:
    item = ITEM.format("list.xml", "application/x-dtbncx+xml")
    text = "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"
    files = {"a.xhtml": CHAPTER.format(body="<p>One</p>"), "list.xml": text}
    with pytest.raises(SwollenSourceError, match=r"list\.xml declares entities"):
        words(tmp_path, ".epub", book(files, ["a.xhtml"], items=item))


def test_a_list_that_is_no_xml_is_read_as_reading_systems_do(tmp_path: Path) -> None:
    text = NAV.format('<li><a href="a.xhtml#p44">&nbsp;44&mdash;</a><br></li>')
    files = {"a.xhtml": CHAPTER.format(body=TEXT), "nav.xhtml": f"<html><body>{text}</body></html>"}
    made = blocks(tmp_path, ".epub", book(files, ["a.xhtml"]))
    assert made[1].pages == (PageBreak(0, "44"),)


def test_a_page_that_a_book_names_many_times_is_read_once(tmp_path: Path) -> None:
    files = {"a.xhtml": CHAPTER.format(body="<p>One</p>"), "b.xhtml": CHAPTER.format(body="<p>Two")}
    spine = ["a.xhtml", "b.xhtml", "../OPS/a.xhtml"] + ["a.xhtml"] * 2000
    assert words(tmp_path, ".epub", book(files, spine)) == ["One", "Two"]
