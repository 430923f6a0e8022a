"""What stands on a web page beside its text: the names that sites give to it."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from embeddings.readers.html_elements import HEADING_TAGS, classes_of, short_text, tag_name
from embeddings.readers.html_notes import holds_notes

if TYPE_CHECKING:
    from lxml.etree import _Element

_PREFIX = r"(?:(?!(?:has|with|no|without|is|not|format|category|tag)[-_])[\w-]{1,40}?[-_])?"
_SUFFIX = (
    r"(?:[-_]{1,2}(?:area|banner|bar|block|body|box|button|buttons|caption|card|container|content|count"
    r"|counts|cta|footer|form|group|header|heading|icon|icons|inner|item|items|label|link|links"
    r"|list|message|modal|nav|outer|page|panel|popup|prompt|row|section|text|title|widget|wrap"
    r"|wrapper))*"
)
_SITE = (
    r"nav|navbar|navigation|menu|breadcrumbs?|pagination|pager|paginav|pagenavi|page-numbers|sidebar"
    r"|masthead|skip-link|skip-to-content|toc|table-of-contents|colophon"
)
_CALLS = (
    r"share|sharing|sharedaddy|social|subscribe|subscription|subscriptions|newsletter|signup|sign-up"
    r"|cta|cookies?|gdpr|consent|advert|advertisement|ads|adsbygoogle|promo|sponsor|donate|paywall"
    r"|buttons?|btn|like|likes|claps?|applause|votes?|bookmark-card|bookmark-container|feed-links|post-feeds|blog-feeds"
)
_OTHERS = (
    r"comments?|comment-respond|respond|disqus|disqus_thread|responses|reblogs?|post-notes|related"
    r"|related-?posts?|relatedposts|recommended|recommendations|read-?more-posts|read-next|more-posts"
    r"|(?:author|writer|user|profile)-bio|author-box|author-card|about-author"
)
_ABOUT = (
    r"byline|dateline|date-header|posted-on|posted-by|tags?-links|cat-links|post-tags|post-labels"
    r"|(?:post|entry|article|story)-(?:meta|metadata|footer|ufi|info|byline|date|categories|actions"
    r"|labels|author|timestamp)"
)
_WIKI = (
    r"mw-editsection|mw-jump-link|mw-indicators|navbox|vertical-navbox|catlinks|printfooter|noprint"
    r"|no-print|d-print-none|hatnote|ambox|sistersitebox|authority-control|sitesub|contentsub"
    r"|headertemplate|ws-noexport|headerlink|header-anchor|heading-anchor|anchorjs-link|hash-link"
)
_FURNITURE = re.compile(
    rf"{_PREFIX}(?:{_SITE}|{_CALLS}|{_OTHERS}){_SUFFIX}|(?:sd|jp|addtoany|addthis|a2a)[-_][\w-]+"
    rf"|{_ABOUT}|{_WIKI}|footer"
)
_TEST_ID = re.compile(
    r"read-?time|publish-?date|author|clap|respon|share|bookmark|audio", re.IGNORECASE
)
_PULLED = re.compile(rf"{_PREFIX}pull-?quotes?{_SUFFIX}")
_NO_WORD = re.compile(r"[\W_]+")
_WAYS = frozenset("next prev previous back top link return".split())
_HEADING_SIGNS = frozenset("#¶§🔗∞")
_MAX_NAME_LENGTH = 60


def is_furniture(element: "_Element") -> bool:
    """Say whether an element is called a menu, a box to subscribe, or the like."""
    if _is_named(element, _FURNITURE):
        return not holds_notes(element)
    if _TEST_ID.search(element.get("data-testid") or ""):
        return True
    return _is_way(element) or _is_heading_sign(element) or _is_remark(element)


def is_pulled_quote(element: "_Element") -> bool:
    """Say whether an element is called a quotation that is pulled out of the text."""
    return _is_named(element, _PULLED)


def _is_named(element: "_Element", pattern: re.Pattern[str]) -> bool:
    names = classes_of(element)
    if (own := (element.get("id") or "").lower()) and not _is_title(element, own):
        names.append(own)
    return any(_is_name(pattern, name) for name in names)


@lru_cache(maxsize=4096)
def _is_name(pattern: re.Pattern[str], name: str) -> bool:
    return len(name) <= _MAX_NAME_LENGTH and pattern.fullmatch(name) is not None


def _is_title(element: "_Element", name: str) -> bool:
    """Say whether a name was made of the heading of an element, and says nothing of its kind."""
    heading = element if tag_name(element) in HEADING_TAGS else next(iter(element), None)
    if heading is None or tag_name(heading) not in HEADING_TAGS:
        return False
    words = _NO_WORD.sub("-", short_text(heading, _MAX_NAME_LENGTH) or "").strip("-").lower()
    return words == name.strip("-")


def _is_way(element: "_Element") -> bool:
    """Say whether a block is nothing but a link to elsewhere: `Top of the page`."""
    children = list(element)
    if tag_name(element) not in {"p", "div"} or len(children) != 1:
        return False
    [link] = children
    if tag_name(link) != "a" or (element.text or "").strip() or (link.tail or "").strip():
        return False
    leads_within = (link.get("href") or "").startswith("#")
    named = not _WAYS.isdisjoint([*classes_of(element), *classes_of(link)])
    text = short_text(link, 40)
    return bool(text) and any(c.isalpha() for c in text or "") and (leads_within or named)


def _is_remark(element: "_Element") -> bool:
    """Say whether an element is a comment of Google Docs, or the mark of one."""
    if tag_name(element) == "sup":
        return any((link.get("href") or "").startswith("#cmnt") for link in element.iter("a"))
    first = next(iter(element), None)
    return first is not None and (first.get("href") or "").startswith("#cmnt_ref")


def _is_heading_sign(element: "_Element") -> bool:
    """Say whether an element is the sign beside a heading that links to it."""
    if tag_name(element) != "a" or "#" not in (element.get("href") or ""):
        return False
    text = short_text(element, 2)
    in_heading = any(tag_name(parent) in HEADING_TAGS for parent in element.iterancestors())
    return bool(text) and text in _HEADING_SIGNS and in_heading
