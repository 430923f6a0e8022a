"""Saved pages: recognised by how they begin, whole sites in a few lines each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.readers.reader import InputFile, Verdict
from embeddings.readers.webpage import sniff
from tests.support.html_files import words

LONG = "The keepers of the lamp wrote little, and nobody asked them to. It froze all night."
LAMP = "The lamp is the only thing that never sleeps."
NOTE = "Okafor, The Lamp Keepers, p. 45."


def substack() -> str:
    """Return a post of a newsletter."""
    return f"""<div id="entry"><div class="navbar"><a href="/">Home</a><a href="/x">About</a></div>
<article class="newsletter-post post"><div class="post-ufi"><a class="like-button">12</a></div>
<div class="body markup"><p>{LONG}<a class="footnote-anchor" href="#footnote-1">1</a></p>
<div class="subscription-widget-wrap"><p class="cta-caption">Thanks! Subscribe for free.</p></div>
<blockquote><p>{LAMP}</p></blockquote><div class="pullquote"><p>nobody asked them to</p></div>
<p class="button-wrapper"><a class="button" href="?action=share">Share</a></p>
<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a>
<div class="footnote-content"><p>{NOTE}</p></div></div></div></article>
<div class="comments-page"><h4>Discussion</h4><p>Great review, thank you!</p></div></div>"""


def wordpress() -> str:
    """Return a post of a blog."""
    return f"""<div id="page"><main><article class="post hentry"><div class="entry-content">
<p>{LONG}<sup class="fn"><a href="#a1" id="a1-link">1</a></sup></p>
<p style="padding-left: 40px;">{LAMP}</p><ol class="wp-block-footnotes"><li id="a1">{NOTE}
<a href="#a1-link">↩︎</a></li></ol><div class="sharedaddy"><h3>Share this:</h3><p>Tweet it</p></div>
<div id="jp-relatedposts" class="jp-relatedposts"><p>Another post about the sea</p></div></div>
</article><div id="comments" class="comments-area"><p>Nice post!</p></div></main></div>"""


def wiki() -> str:
    """Return an article of a wiki."""
    return f"""<main><div class="mw-parser-output"><div class="hatnote">See there.</div>
<p>{LONG}<sup class="reference"><a href="#cite_note-1"><span>[</span>1<span>]</span></a></sup></p>
<blockquote class="templatequote"><p>{LAMP}</p></blockquote><div class="mw-references-wrap">
<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b>
<a href="#cite_ref-1">^</a></b></span> <span class="reference-text">{NOTE}</span></li></ol></div>
<div class="navbox"><p>Books of the sea</p></div></div><div class="printfooter">From there</div>
<div class="catlinks"><a href="/x">Categories</a>: <a href="/y">Books</a></div></main>"""


def ghost() -> str:
    """Return a post of a site made by Ghost."""
    return f"""<main class="gh-main"><article class="gh-article post"><section class="gh-content">
<p>{LONG}
<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup></p>
<div class="kg-card kg-signup-card"><h2>Sign up</h2><p>No spam.</p></div>
<blockquote class="kg-blockquote-alt">{LAMP}</blockquote><div class="kg-card kg-button-card"><a
class="kg-btn" href="/x">Become a member</a></div><section class="footnotes"><ol><li id="fn1">
<p>{NOTE} <a href="#fnref1" class="footnote-backref">↩︎</a></p></li></ol></section></section>
</article></main>"""


def blogger() -> str:
    """Return a post of an old blog, its paragraphs parted by line breaks."""
    return f"""<div class="content"><div class="post hentry">
<div class="post-body">{LONG}<sup>1</sup>
<div style="margin-left: 40px;">{LAMP}</div><sup>1</sup> {NOTE}</div><div class="post-footer">
<span class="post-labels">Labels: books</span><div class="post-share-buttons">Email This</div></div>
</div><div class="blog-pager" id="blog-pager"><a href="/1">Newer</a></div></div>"""


@pytest.mark.parametrize("make", [substack, wordpress, wiki, ghost, blogger])
def test_the_text_of_a_site_is_read_with_its_quotations_and_notes(
    tmp_path: Path, make: Callable[[], str]
) -> None:
    text, quotation, note = words(tmp_path, ".html", f"<!doctype html><body>{make()}")
    assert text.replace(" [1]", "[1]") == f"{LONG}[1]"
    assert quotation == f"> {LAMP}"
    assert note in {f"[1] {NOTE}", f"1. {NOTE}"}


@pytest.mark.parametrize(
    ("beginning", "verdict"),
    [
        ("<!doctype html>", Verdict.YES),
        ("\n<!-- saved -->\n<!-- by --> <HTML lang=en>", Verdict.YES),
        ('<?xml version="1.0"?><html xmlns="x">', Verdict.YES),
        ("A text with <br> in it", Verdict.MAYBE),
        ("<!-- x -->\n" * 60 + "A text", Verdict.NO),
        ("<!-- x" * 60, Verdict.NO),
        ("A text with <3 in it", Verdict.NO),
    ],
)
def test_a_page_is_recognised_by_how_it_begins(beginning: str, verdict: Verdict) -> None:
    assert sniff(InputFile(Path("essay"), beginning.encode())) is verdict
