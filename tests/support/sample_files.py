"""Files of every kind, made of the same paragraphs."""

import html
import re
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import docx

from embeddings.types.document import Block
from tests.support.pdf_press import Press

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="{charset}"><title>A page | The site</title>
<style>p {{ margin: 0 }}</style><script>var lamp = "<p>No text.</p>";</script></head>
<body>
<header><h1>The site</h1><p>Read more every day. It is free.</p></header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About</a></li></ul></nav>
<div class="bar"><a href="/log-in">Log in</a> | <a href="/join">Join us</a></div>
<form action="/search"><input name="q"><button>Search</button></form>
<div id="content">
{paragraphs}
<button class="more">Show more</button>
<div style="display: none"><p>Nobody sees this sentence.</p></div>
<p hidden>Nor this one.</p>
</div>
<aside><h2>Also read</h2><p>Another text. It is as long as this one.</p></aside>
<div class="comments"><p>A reader says that it is good.</p></div>
<footer><p>All rights are somebody’s.</p></footer>
</body></html>
"""

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

PACKAGE = """<?xml version="1.0"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
{items}
</manifest>
<spine><itemref idref="nav"/>{spine}</spine></package>"""

CHAPTER = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">
<head><title/><style>p {{ margin: 0 }}</style></head>
<body>{body}</body></html>"""


def markdown(blocks: Sequence[Block]) -> bytes:
    """Return a Markdown text, its special signs escaped."""
    return "\n\n".join(map(_marked, blocks)).encode()


def _marked(block: Block) -> str:
    words = re.sub(r"([\\`*_\[\]<>#&~|+-])", r"\\\1", block.words)
    words = re.sub(r"^(\d{1,9})([.)])", r"\1\\\2", words)
    words = re.sub(r"^=", r"\\=", words)
    lead = {"prose": "", "quotation": "> ", "heading": "## "}[block.kind]
    return lead + words


def tags(blocks: Sequence[Block]) -> str:
    """Return paragraphs in HTML."""
    made = {"prose": "<p>{}</p>", "heading": "<h2>{}</h2>"}
    made["quotation"] = "<blockquote><p>{}</p></blockquote>"
    return "\n".join(made[one.kind].format(html.escape(one.words)) for one in blocks)


def page(blocks: Sequence[Block], charset: str = "utf-8") -> bytes:
    """Return a web page as it is saved, with all that stands around a text."""
    whole = PAGE.format(charset=charset, paragraphs=tags(blocks))
    return whole.encode(charset, "xmlcharrefreplace")


def word(blocks: Sequence[Block]) -> bytes:
    """Return a Word file."""
    document = docx.Document()
    styles = {"prose": "Normal", "quotation": "Quote", "heading": "Heading 1"}
    for block in blocks:
        document.add_paragraph(block.words, style=styles[block.kind])
    document.sections[0].header.paragraphs[0].text = "A running head"
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def epub(blocks: Sequence[Block], chapter: int = 40) -> bytes:
    """Return a book, its paragraphs in several files."""
    parts = [tags(blocks[at : at + chapter]) for at in range(0, len(blocks), chapter)]
    files = {f"part {number}.xhtml": CHAPTER.format(body=part) for number, part in enumerate(parts)}
    files["nav.xhtml"] = CHAPTER.format(body="<nav><ol><li>Part one</li></ol></nav>")
    return book(files, [name for name in files if name != "nav.xhtml"])


def book(
    files: dict[str, str],
    spine: Sequence[str],
    apart: Sequence[str] = (),
    items: str = "",
    **others: str,
) -> bytes:
    """Return a book of these files, with further items; to those apart, links alone lead."""
    item = '<item id="i{}" href="{}" media-type="application/xhtml+xml"/>'
    items += "".join(item.format(at, name.replace(" ", "%20")) for at, name in enumerate(spine))
    linear = dict.fromkeys(apart, ' linear="no"')
    order = "".join(
        f'<itemref idref="i{at}"{linear.get(name, "")}/>' for at, name in enumerate(spine)
    )
    package = PACKAGE.format(items=items, spine=order)
    parts = {"META-INF/container.xml": CONTAINER, "OPS/book.opf": package}
    parts |= {f"OPS/{name}": text for name, text in files.items()}
    return packed({"mimetype": "application/epub+zip", **parts, **others})


def packed(parts: dict[str, str]) -> bytes:
    """Return a zip file of these parts."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def pdf(blocks: Sequence[Block], press: Press | None = None) -> bytes:
    """Return a PDF file, set as that press sets it."""
    return (press or Press()).printed(blocks)


def plain(blocks: Sequence[Block]) -> bytes:
    """Return a plain text."""
    return "\n\n".join(block.words for block in blocks).encode()


MAKERS = {
    ".txt": plain,
    ".md": markdown,
    ".html": page,
    ".docx": word,
    ".epub": epub,
    ".pdf": pdf,
}


def made(folder: Path, blocks: Sequence[Block], suffix: str, name: str = "essay") -> Path:
    """Write a file of that kind."""
    path = folder / f"{name}{suffix}"
    path.write_bytes(MAKERS[suffix](blocks))
    return path
