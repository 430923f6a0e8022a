"""Mark-up of every kind: web pages, Markdown, books."""

from pathlib import Path

import pytest

from embeddings.readers.errors import DamagedSourceError
from embeddings.types.document import Block, PageBreak
from tests.support.html_files import blocks, words
from tests.support.sample_files import CHAPTER, PAGE, book, tags

LONG = "The keepers of the lamp wrote little, and nobody asked them to. It froze all night."


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>One <b>bold <i>and</i></b> <a href='x'>two</a>.</p>", ["One bold and two."]),
        ("<p>One<p>Two", ["One", "Two"]),
        ("<div>One<div>Two</div>Three</div>", ["One", "Two", "Three"]),
        ("<p>One<br>two<br/>three</p>", ["One two three"]),
        ("One<br><br>Two<br>\n<br>Three", ["One", "Two", "Three"]),
        (
            "<h1>Lamps</h1><p>One</p><h3>Ice <em>and</em> snow</h3>",
            ["# Lamps", "One", "# Ice and snow"],
        ),
        ("<blockquote><p>One</p><p>Two</p></blockquote>", ["> One", "> Two"]),
        ("<blockquote>One</blockquote>Two", ["> One", "Two"]),
        ("<blockquote>One<footer>– Voss</footer></blockquote>", ["> One", "– Voss"]),
        ("<blockquote><h2>One</h2><ul><li>Two</ul></blockquote>", ["> One", "> Two"]),
        ("<ul><li>One<li>Two</ul>", ["One", "Two"]),
        ("<ol><li>One<li><p>Two</p><p>More</p></ol>", ["1. One", "2. Two", "More"]),
        (
            "<ol start=1917><li>One<li value=5>Two<li>Three</ol>",
            ["1917. One", "5. Two", "6. Three"],
        ),
        ("<ol type=a><li>One</ol><ol style='list-style: none'><li>Two</ol>", ["One", "Two"]),
        ("<ol><li>One<ul><li>Two</ul><li>Three</ol>", ["1. One", "Two", "2. Three"]),
        ("<dl><dt>One</dt><dd>Two</dd></dl>", ["One", "Two"]),
        ("<table><tr><th>One<td>Two<tr><td>Three</table>", ["One Two", "Three"]),
        ("<pre>One\ntwo\n\nThree</pre>", ["One two", "Three"]),
        ("<p>One\n\n two</p>", ["One two"]),
        ("<p>He said <q>ice</q>.</p>", ["He said “ice”."]),
        (
            "<p>re&shy;vo\u00adlution &amp; caf&eacute; &ldquo;a&rdquo;&nbsp;b</p>",
            ["revolution & café “a” b"],
        ),
        ("<p>It froze<sup><a href='#1'>1</a></sup> and<sup>2</sup></p>", ["It froze[1] and[2]"]),
        ("<p>It froze<a href='#1'><sup>[12]</sup></a>.</p>", ["It froze[12]."]),
        ("<figure><img alt='Ice'><figcaption>The ship.</figcaption></figure>", ["The ship."]),
        ("<p>One<!-- no --> two<script>x</script> three<style>y</style></p>", ["One two three"]),
        (
            "<p hidden>No</p><p aria-hidden=true>No</p><p style='top:0;display : none'>No</p>One",
            ["One"],
        ),
        ("<span class='sr-only'>No</span>One<noscript>No</noscript>", ["One"]),
        ("<nav>No</nav>One<aside>No</aside><header>No</header><footer>No</footer>", ["One"]),
        (f"<div role=menu>No</div>{LONG}<form>No<p>No</p></form><button>No</button>", [LONG]),
        ("<p>" + "<b>" * 600 + "One" + "</b>" * 600 + "</p>", ["One"]),
    ],
)
def test_a_page_is_read_as_it_is_seen(tmp_path: Path, body: str, expected: list[str]) -> None:
    page = f"<!doctype html><meta charset=utf-8><title>No</title><body>{body}"
    assert words(tmp_path, ".html", page) == expected


@pytest.mark.parametrize(
    "around",
    [
        "<main>{}</main><p>{long}</p>",
        "<div><article>{}</article><p>More to read. It is good.</p></div>",
        "<form id=aspnetForm action='/'><input type=hidden value=1>{}</form>",
        "<div class='menu'><a href=a>Home</a> <a href=b>About</a></div>{}",
        "<p><a href=a>One text</a> | <a href=b>Another</a></p>{}",
        "<div id=comments><p>It is good. I like it.</p></div>{}",
        "<header><h1>The site</h1></header><article>{}</article><article>x</article>",
    ],
)
def test_what_stands_around_a_text_is_left_out(tmp_path: Path, around: str) -> None:
    text = tags([Block(LONG), Block(LONG.replace("lamp", "ship"), "quotation"), Block(LONG)])
    page = f"<!doctype html><body>{around.replace('{long}', 'x').format(text)}"
    found = [one for one in words(tmp_path, ".html", page) if one != "x"]
    assert found == [LONG, "> " + LONG.replace("lamp", "ship"), LONG]


def test_no_article_of_several_is_lost(tmp_path: Path) -> None:
    page = f"<!doctype html><main><article>{LONG}</article><article>{LONG}</article></main>"
    assert words(tmp_path, ".html", page) == [LONG, LONG]


def test_what_is_called_a_menu_and_holds_the_text_is_read(tmp_path: Path) -> None:
    page = f"<!doctype html><div class='share'><p>{LONG}</p></div><p>Yes.</p>"
    assert words(tmp_path, ".html", page) == [LONG, "Yes."]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "windows-1252", "iso-8859-1", "koi8-r"])
def test_a_page_is_read_in_the_letters_that_it_names(tmp_path: Path, charset: str) -> None:
    text = "Это лампа" if charset == "koi8-r" else "“Café” – 5 £"
    page = PAGE.format(charset=charset, paragraphs=f"<p>{text}. {'It froze. ' * 9}</p>")
    encoded = page.encode("cp1252" if charset == "iso-8859-1" else charset, "xmlcharrefreplace")
    [found] = words(tmp_path, ".html", encoded)
    assert found.startswith(text)


def test_a_page_that_nests_without_end_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedSourceError, match="nests too deep"):
        words(tmp_path, ".html", "<!doctype html><p>One" + "<font>" * 5000 + "Two")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("One *two* __three__ `four` [five](x) ![six](y).", ["One two three four five ."]),
        ("One\ntwo  \nthree\n\nFour", ["One two three", "Four"]),
        ("# Lamps\n\nIce\n===\n\nOne", ["# Lamps", "# Ice", "One"]),
        ("> One\ntwo\n>\n> Three\n\nFour", ["> One two", "> Three", "Four"]),
        ("1917. It was a year.\n\n- One\n- Two", ["1917. It was a year.", "One", "Two"]),
        ("---\ntitle: Lamps\nby: me\n---\n\nOne", ["One"]),
        ("+++\ntitle = 'Lamps'\n+++\nOne", ["One"]),
        ("---\n\nOne\n\n---\n\nTwo", ["One", "Two"]),
        (
            "It froze.[^1]\n\n[^1]: Ice, p. 45.\n[^n]: x",
            ["It froze.[1]", "[1]: Ice, p. 45.", "[n]: x"],
        ),
        (r"1\*2 \[a\] \_b\_ &amp; &copy;", ["1*2 [a] _b_ & ©"]),
        (
            "One<br>two <b>three</b>\n\n<!-- no -->\n\n<aside>No</aside>\n\nFour",
            ["One two three", "Four"],
        ),
        ("<blockquote>\nOne\n</blockquote>", ["> One"]),
        ("[a]: http://x\n\nSee [a] and [b].", ["See a and [b]."]),
        ("| One | Two |\n|---|---|\n| a | b |", ["One Two", "a b"]),
        ("```\nOne\n  two\n```\n\n***\n\nThree", ["One two", "Three"]),
        ("It’s “quoted” -- and... 'so'", ["It’s “quoted” -- and... 'so'"]),
    ],
)
def test_markdown_is_read_as_the_page_that_it_makes(
    tmp_path: Path, source: str, expected: list[str]
) -> None:
    assert words(tmp_path, ".md", source) == expected


def test_a_book_is_read_in_the_order_of_its_spine(tmp_path: Path) -> None:
    files = {name: CHAPTER.format(body=f"<p>{name}</p>") for name in ("b.xhtml", "a.xhtml")}
    assert words(tmp_path, ".epub", book(files, ["b.xhtml", "a.xhtml"])) == ["b.xhtml", "a.xhtml"]


def test_the_printed_pages_of_a_book_are_kept(tmp_path: Path) -> None:
    one = '<p>It <span epub:type="pagebreak" title="xii"/>froze all</p><p>night <span '
    two = 'role="doc-pagebreak" aria-label="Page 1"></span></p><p>and thaw<a epub:type="pagebreak" '
    three = 'id="p2">2</a>ed soon.</p>'
    files = {
        "a.xhtml": CHAPTER.format(body=f"{one}{two}{three}"),
        "b.xhtml": CHAPTER.format(body="So"),
    }
    assert blocks(tmp_path, ".epub", book(files, list(files))) == [
        Block("It froze all", pages=(PageBreak(3, "xii"),)),
        Block("night", pages=(PageBreak(0, "xii"),)),
        Block("and thawed soon.", pages=(PageBreak(0, "1"), PageBreak(11, "2"))),
        Block("So", pages=(PageBreak(0, "2"),)),
    ]
