"""Books: their style sheets, and notes beside their pages."""

from pathlib import Path

from tests.support.html_files import words
from tests.support.sample_files import CHAPTER, book

SHEET = ".calibre5 { margin: 0 2em } .calibre7 { vertical-align: super } .gone { display: none }"
TEXT = """<p>The lamp never sleeps.<span class="calibre7">1</span></p>
<p class="calibre5">The sea (45).</p><p class="gone">No.</p>
<p>The keepers of the lamp wrote little. It froze all night.</p>"""


def test_a_book_is_read_as_its_style_sheets_show_it(tmp_path: Path) -> None:
    expected = [
        "The lamp never sleeps.[1]",
        "> The sea (45).",
        "The keepers of the lamp wrote little. It froze all night.",
    ]
    link = '<link rel="stylesheet" href="../s/a%20b.css"/><link rel="stylesheet" href="lost.css"/>'
    for head in (link, f"<style>{SHEET}</style>"):
        page = CHAPTER.format(body=TEXT).replace("<title/>", head)
        files = {"t/a.xhtml": page, "s/a b.css": SHEET if head == link else ""}
        assert words(tmp_path, ".epub", book(files, ["t/a.xhtml"])) == expected


def test_a_quotation_pulled_out_in_an_aside_is_left_out(tmp_path: Path) -> None:
    body = '<p>It froze.</p><aside class="pullquote">It froze.</aside><p>So it did.</p>'
    files = {"a.xhtml": CHAPTER.format(body=body)}
    assert words(tmp_path, ".epub", book(files, ["a.xhtml"])) == ["It froze.", "So it did."]
