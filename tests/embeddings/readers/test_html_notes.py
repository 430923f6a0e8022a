"""Notes in HTML: marks in brackets, notes as paragraphs of their own, no links back."""

from pathlib import Path

import pytest

from embeddings.types.document import Block, PageBreak
from tests.support.html_files import blocks, page
from tests.support.sample_files import CHAPTER, book

MSO = '<span class="MsoFootnoteReference">[1]</span>'
WIDGET = (
    '<label for="a" class="margin-toggle sidenote-number"></label>'
    '<input type="checkbox" id="a" class="margin-toggle"/>'
)


@pytest.mark.parametrize(
    ("mark", "read_as"),
    [
        ("<sup>12</sup>", "[12]"),
        ('<sup class="footnote-ref" id="r3">3</sup>', "[3]"),
        ('<sup><a href="#fn4">4</a></sup>', "[4]"),
        ('<a href="#fn5"><sup>5</sup></a>', "[5]"),
        ('<a role="button"><sup>5</sup></a>', "[5]"),
        (
            '<sup class="reference"><a href="#cite_note-1"><span>[</span>6<span>]</span></a></sup>',
            "[6]",
        ),
        ('<sup class="reference"><a href="#a">[7]</a></sup>', "[7]"),
        ('<a epub:type="noteref" role="doc-noteref" href="notes.xhtml#n8">8</a>', "[8]"),
        ('<span class="superscript"><a href="#fn9">9</a></span>', "[9]"),
        ('<span style="vertical-align: super; font-size: 70%">9</span>', "[9]"),
        ('<span class="raised">9</span>', "[9]"),
        ('<sup><a href="#fn10">note 10</a></sup>', "[note 10]"),
        ('<sup><a href="#fna">a</a></sup>', "[a]"),
        ('<sup><a href="#a">11</a>,<a href="#b">12</a></sup>', "[11, 12]"),
        ('<sup><a href="#a">[11]</a><a href="#b">[12]</a></sup>', "[11][12]"),
        ('<a href="#footnote-1-1" class="footnote-anchor">13</a>', "[13]"),
        ('<a href="#fn:1" class="footnote" rel="footnote">1</a>', "[1]"),
        (
            '<a href="#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a>',
            "[1]",
        ),
        ('<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup>', "[1]"),
        ('<a href="notes.xhtml#n1">1</a>', "[1]"),
        ('<a href="#note-1">*</a>', "[*]"),
        ('<a data-type="noteref" href="#x1">1</a>', "[1]"),
        ("<sup>*</sup>", "[*]"),
        ('<a role="doc-noteref" href="#a"><span class="sr-only">Note </span>1</a>', "[Note 1]"),
    ],
)
def test_the_mark_of_a_note_is_never_glued_to_a_word(
    tmp_path: Path, mark: str, read_as: str
) -> None:
    head = "<style>p { margin: 0 } .raised { vertical-align: super }</style>"
    body = f"<p>The lamp never sleeps.{mark} The sea does.</p>"
    assert page(tmp_path, body, head) == [f"The lamp never sleeps.{read_as} The sea does."]


@pytest.mark.parametrize(
    ("body", "read_as"),
    [
        ("In 1917<sup>15</sup> the sea rose.", "In 1917[15] the sea rose."),
        ("the 5<sup>th</sup> of May", "the 5th of May"),
        ("le XIX<sup>e</sup> siècle", "le XIXe siècle"),
        ("some 10<sup>3</sup> men", "some 10³ men"),
        ("H<sub>2</sub>O", "H2O"),
        ("2<sup>1</sup>/<sub>2</sub> lamps", "2¹/2 lamps"),
        ("2<sup>1</sup><sub>2</sub> lamps", "2¹2 lamps"),
        ("<sup>1</sup>Okafor, p. 45.", "[1] Okafor, p. 45."),
        ("<a href='#r1'><sup>1</sup></a> Okafor, p. 45.", "[1] Okafor, p. 45."),
        ("see <a href='#n1'>1</a> and <a href='x'>2</a>", "see [1] and 2"),
        ("of 1905 (<a href='#b1'>45</a>)", "of 1905 (45)"),
        ("as she says (<a href='#note45'>45</a>)", "as she says (45)"),
        ("Okafor, p.<a href='#b1'>45</a>", "Okafor, p.45"),
        ("in 1905–<a href='#b1'>17</a>", "in 1905–17"),
        ("<a href='#a1' name='s1'>1</a>Okafor, p. 45.", "[1] Okafor, p. 45."),
        ("<a href='#a1' name='s1'>1.</a> Okafor, p. 45.", "1. Okafor, p. 45."),
        ("by <span class='fn'>JD</span>", "by JD"),
    ],
)
def test_what_is_no_mark_stays(tmp_path: Path, body: str, read_as: str) -> None:
    assert page(tmp_path, f"<p>{body}</p>") == [read_as]


@pytest.mark.parametrize(
    "note",
    [
        '<aside epub:type="footnote" id="n1"><p>Okafor, p. 45.</p></aside>',
        '<aside role="doc-footnote" id="n1">Okafor, p. 45.</aside>',
        '<aside id="n1">Okafor, p. 45.</aside>',
        '<p><a id="n1"></a>[1] Okafor, p. 45.</p>',
        '<p id="n1">Okafor, p. 45.</p>',
        '<div id="n1" style="display: none"><p>Okafor, p. 45.</p></div>',
        '<aside epub:type="footnote" id="n1" hidden="hidden"><p>Okafor, p. 45.</p></aside>',
        '<div class="footnote"><a id="n1" href="#r1">1</a><div><p>Okafor, p. 45.</p></div></div>',
        '<aside class="footnote" id="n1"><b>[1]</b><p>Okafor, p. 45.</p></aside>',
        '<div class="footnotes"><p><sup>1</sup> Okafor, p. 45. <a href="#r1">↩</a></p></div>',
        '<footer class="footnotes"><p id="n1"><a href="#r1">[1]</a> Okafor, p. 45.</p></footer>',
        '<p class="footnote" id="n1">[1] Okafor, p. 45. <a href="#r1" class="backref">back</a></p>',
        f'<p><a href="#_ftnref1" name="_ftn1">{MSO}</a> Okafor, p. 45.</p>',
        '<div epub:type="rearnotes"><div epub:type="rearnote" id="n1">Okafor, p. 45.</div></div>',
    ],
)
def test_a_note_is_a_paragraph_that_its_mark_leads(tmp_path: Path, note: str) -> None:
    text = '<p>It froze.<a id="r1" href="#n1" role="doc-noteref">1</a> So it did.</p>'
    assert page(tmp_path, f"{text}{note}<p>End.</p>") == [
        "It froze.[1] So it did.",
        "[1] Okafor, p. 45.",
        "End.",
    ]


def test_notes_in_a_list_keep_its_numbers(tmp_path: Path) -> None:
    item = '<li id="n{0}" epub:type="endnote"><p>Okafor, p. 4{0}. <a href="#r{0}">↩︎</a></p></li>'
    notes = f'<section role="doc-endnotes"><ol>{item.format(1)}{item.format(2)}</ol></section>'
    text = '<p>It froze.<sup><a href="#n1">1</a></sup> So it did.<sup><a href="#n2">2</a></sup></p>'
    assert page(tmp_path, text + notes) == [
        "It froze.[1] So it did.[2]",
        "1. Okafor, p. 41.",
        "2. Okafor, p. 42.",
    ]


@pytest.mark.parametrize(
    ("inside", "mark", "note"),
    [
        (f'{WIDGET}<span class="sidenote">Okafor, p. 45.</span>', "[1]", "[1] Okafor, p. 45."),
        ('<span class="marginnote">Okafor, p. 45.</span>', "", "Okafor, p. 45."),
        (
            (
                '<span class="ltx_note ltx_role_footnote"><sup>1</sup><span><sup>1</sup>'
                '<span class="ltx_tag_note">1</span>Okafor, p. 45.</span></span>'
            ),
            "[1]",
            "[1] Okafor, p. 45.",
        ),
        (
            '<a href="#n" role="doc-noteref">7</a><small class="footnote" id="n">By him.</small>',
            "[7]",
            "[7] By him.",
        ),
        (
            '<sup class="a-footnote">1</sup><span class="a-footnote__note">By him.</span>',
            "[1]",
            "[1] By him.",
        ),
    ],
)
def test_a_note_within_a_sentence_is_read_behind_its_paragraph(
    tmp_path: Path, inside: str, mark: str, note: str
) -> None:
    body = f"<p>It froze.{inside} So it did.</p><p>End.</p>"
    assert page(tmp_path, body) == [f"It froze.{mark} So it did.", note, "End."]


@pytest.mark.parametrize(
    "note",
    [
        '<div class="s"><p><a class="sym" href="#s1anc">1</a>Okafor, p. 45.</p></div>',
        (
            '<aside class="footnote" id="n"><b>[<a role="doc-backlink" href="#r">1</a>]</b>'
            "<p>Okafor, p. 45.</p></aside>"
        ),
        '<p><sup><a href="#ftnt_ref1" id="ftnt1">[1]</a></sup>&nbsp;Okafor, p. 45.</p>',
        '<div class="footnote" id="n"><table><tr><td>[1]</td><td>Okafor, p. 45.</td></table></div>',
    ],
)
def test_the_number_of_a_note_stands_apart_from_its_words(tmp_path: Path, note: str) -> None:
    text = '<p>It froze.<a href="#n" id="r" role="doc-noteref">1</a></p>'
    assert page(tmp_path, text + note) == ["It froze.[1]", "[1] Okafor, p. 45."]


def test_an_endnote_may_be_numbered_with_letters(tmp_path: Path) -> None:
    body = '<p>So.<a href="#n"><sup>i</sup></a></p><p><a href="#r1anc">i</a>A letter.</p>'
    assert page(tmp_path, body) == ["So.[i]", "[i] A letter."]


def test_a_note_within_a_block_quote_is_no_quotation(tmp_path: Path) -> None:
    body = (
        f'<blockquote><p>It froze.{WIDGET}<span class="sidenote">So it did.</span></p></blockquote>'
    )
    assert page(tmp_path, body) == ["> It froze.[1]", "[1] So it did."]


def test_thousands_of_notes_in_a_paragraph_are_read(tmp_path: Path) -> None:
    body = "<p>It froze." + '<span class="sidenote">So it did.</span>' * 3000
    assert len(page(tmp_path, body)) == 3001


def test_notes_of_a_book_are_read_where_only_links_lead(tmp_path: Path) -> None:
    text = '<p>It froze.<a epub:type="noteref" href="b.xhtml#n1">1</a></p>'
    notes = '<aside epub:type="footnote" id="n1"><p>Okafor, p. 45.</p></aside>'
    text = f'<p><span epub:type="pagebreak" title="9"/></p>{text}'
    files = {"a.xhtml": CHAPTER.format(body=text), "b.xhtml": CHAPTER.format(body=notes)}
    files["c.xhtml"] = CHAPTER.format(body="<p>A picture.</p>")
    made = book(files, list(files), apart=("b.xhtml", "c.xhtml"))
    assert blocks(tmp_path, ".epub", made) == [
        Block("It froze.[1]", pages=(PageBreak(0, "9"),)),
        Block("[1] Okafor, p. 45."),
    ]
