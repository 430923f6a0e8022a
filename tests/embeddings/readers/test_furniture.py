"""What stands on the pages of many sites beside their text."""

from pathlib import Path

import pytest
from lxml import html

from embeddings.readers.furniture import is_furniture, is_pulled_quote
from tests.support.html_files import page

LONG = "The keepers of the lamp wrote little, and nobody asked them to. It froze all night."


@pytest.mark.parametrize(
    "name",
    [
        "menu",
        "site-nav",
        "post-navigation",
        "blog-pager",
        "sidebar",
        "left-sidebar",
        "breadcrumbs",
        "share",
        "share-buttons",
        "post-share-buttons",
        "sharedaddy",
        "sd-sharing-enabled",
        "addtoany_share_save_container",
        "social-links",
        "subscription-widget-wrap",
        "subscribe-form",
        "newsletter-signup",
        "kg-signup-card",
        "cta-caption",
        "button-wrapper",
        "wp-block-buttons",
        "like-button",
        "post-ufi",
        "entry-meta",
        "post-footer",
        "byline",
        "comments-area",
        "comments-page",
        "comment-list",
        "disqus_thread",
        "jp-relatedposts",
        "related-posts",
        "author-bio",
        "cookie-banner",
        "kg-bookmark-card",
        "mw-editsection",
        "navbox",
        "catlinks",
        "noprint",
        "table-of-contents",
        "footer",
    ],
)
def test_what_is_called_like_that_is_no_text(name: str) -> None:
    assert is_furniture(html.Element("div", {"class": f"x {name}"}))
    assert is_furniture(html.Element("div", {"id": name}))


@pytest.mark.parametrize(
    "name",
    [
        "post",
        "newsletter-post",
        "entry-content",
        "post-content",
        "post-body",
        "has-sidebar",
        "no-comments",
        "category-newsletter",
        "tag-social",
        "format-share",
        "commentary",
        "shared",
        "adscript",
        "likely",
        "quote",
        "footnotes",
        "comment-footnotes",
        "menuhin",
        "bio",
        "bookmark",
        "biography",
        "share" * 20,
        "",
    ],
)
def test_what_is_called_otherwise_may_be_text(name: str) -> None:
    assert not is_furniture(html.Element("div", {"class": name}))


@pytest.mark.parametrize(
    "furniture",
    [
        '<div class="subscription-widget-wrap"><p>Thanks for reading! Subscribe.</p></div>',
        '<p class="button-wrapper"><a class="button primary" href="x">Share</a></p>',
        '<div class="pullquote"><p>Nobody asked them to</p></div>',
        '<div class="post-ufi"><a class="like-button">12</a><a>3</a></div>',
        '<p class="link"><a href="../index.htm">Top of the page</a></p>',
        '<p><a href="#top">Back to the top</a></p>',
        '<div data-testid="storyReadTime">5 min read</div>',
        '<sup class="noprint">[<i>citation needed</i>]</sup>',
        '<nav class="x">No</nav>',
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a> Is this right?</p></div>',
        '<section class="pg-boilerplate"><p>This eBook is for the use of anyone.</p></section>',
    ],
)
def test_furniture_is_left_out(tmp_path: Path, furniture: str) -> None:
    assert page(tmp_path, f"<p>{LONG}</p>{furniture}<p>{LONG}</p>") == [LONG, LONG]


@pytest.mark.parametrize(
    "section",
    [
        '<section id="related-posts"><h2>Related posts</h2><p>{}</p></section>',
        '<h2 id="comments">Comments</h2><p>{}</p>',
        '<div class="section level2" id="social"><h2>Social</h2><p>{}</p></div>',
    ],
)
def test_a_section_named_by_its_heading_is_text(tmp_path: Path, section: str) -> None:
    text = page(tmp_path, f"<p>{LONG * 3}</p>{section.format(LONG)}")
    assert text[-1] == LONG
    assert text[-2].startswith("# ")


def test_the_signs_beside_headings_are_left_out(tmp_path: Path) -> None:
    wiki = '<span class="mw-editsection">[<a href="x">edit</a>]</span>'
    body = f'<h2>Lamps{wiki}</h2><h2>Ice <a href="#ice">#</a></h2><h2>C <a href="x">#</a></h2>'
    assert page(tmp_path, body) == ["# Lamps", "# Ice", "# C #"]


def test_a_quotation_that_is_not_pulled_out_of_the_text_is_read(tmp_path: Path) -> None:
    quote = "<figure class='wp-block-pullquote'><blockquote><p>{}</p></blockquote></figure>"
    body = f"<p>{LONG}</p>{quote.format('It froze all night.')}{quote.format('The sea does.')}"
    assert page(tmp_path, body) == [LONG, "> The sea does."]
    assert is_pulled_quote(html.Element("div", {"class": "pull-quote"}))


def test_a_list_of_notes_that_are_links_is_no_menu(tmp_path: Path) -> None:
    item = '<li id="n{0}"><a href="https://x">https://x/{0}</a> <a href="#r{0}">↩</a></li>'
    notes = f'<ol class="footnotes">{item.format(1)}{item.format(2)}</ol>'
    assert page(tmp_path, f"<p>{LONG}</p>{notes}") == [LONG, "1. https://x/1", "2. https://x/2"]


def test_a_page_that_begins_among_furniture_is_kept(tmp_path: Path) -> None:
    body = f"<p>{LONG}</p><span class='pagenum noprint'>[12]</span><p>{LONG}</p>"
    assert page(tmp_path, body) == [LONG, LONG]
