"""Questions that name a page: `What is on page 45?`, `p. 297`, `Harman page 27`."""

import re
from dataclasses import dataclass, replace

from embeddings.citations.page_numbers import PAGE_LIST, parse_pages
from embeddings.concordance.concordance import Concordance
from embeddings.errors import AskedError, shorten_input
from embeddings.messages import TranslatableMessage
from embeddings.text.proper_names import CAPITAL, is_name
from embeddings.types import Page, Pages, Work


class NoPageError(AskedError):
    """A page was asked for by something that is no page."""

    def __init__(self, printed: str) -> None:
        super().__init__(
            TranslatableMessage(
                "{printed!r} is no page; give a number such as 45, xii or 280-281",
                printed=shorten_input(printed),
            )
        )
        self.printed = printed


_PAGES = re.compile(
    r"(?<![\w.])(?P<mark>(?i:pp?\.?|pgs?\.?|pages?(?:\s+(?:numbers?|nos?\.?))?))\s*"
    rf"(?P<pages>{PAGE_LIST}|-?\d+(?:\s*[-–]\s*\d+)?|[ivxlcIVXLC]+)(?!\w)"
)
_MARK = re.compile(r"^\s*(?i:pp?\.?|pgs?\.?|pages?)\s*(?=[\divxlcIVXLC-]|[A-Z]{1,2}-?\d|e\d)")
_ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\s+page\b", re.IGNORECASE)
_OF = re.compile(r"[,:\s]*(?:(?P<of>of|in|from)\s+)?(?:the\s+)?")
_WORD = rf"{CAPITAL}[\w’'-]*"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:(?:of|the|and|in|on|to)\s+)*{_WORD})*")
_NAME_BEFORE_PAGE = re.compile(
    rf"{_WORD}(?:\s+{_WORD})*,\s+{_WORD}(?:\s+(?:(?:of|the|and|in|on|to)\s+)*{_WORD})*\??,\s*$"
)
_SAYS = re.compile(
    r"\b(?:says?|writes?|wrote|argues?|claims?|notes?|states?|thinks?|according)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Locator:
    """The pages that a question asks for, and the work; no pages if the number is no page."""

    asked: str
    """The pages as they are written in the question."""
    pages: Pages
    work: Work | None = None
    unknown_work: str | None = None
    """The name of a work that the text does not cite."""
    preferred_work: Work | None = None
    """The work to prefer because the question mentions its author."""

    @property
    def where(self) -> str:
        """The pages and the work, as they were asked for."""
        name = self.work.short if self.work else self.unknown_work
        return (
            TranslatableMessage("{page} of {work}", page=self.asked, work=name)
            if name
            else self.asked
        )


def parse_asked_pages(printed: str) -> Pages:
    """Parse pages as people write them, shortened or from last to first; () for no pages."""
    if re.fullmatch(r"\d{1,3},\d{3}", printed):
        printed = printed.replace(",", "")
    if printed.isdecimal() and printed.isascii():
        page = int(printed[:20])
        return ((page, page),) if page else ()
    numbers = parse_pages(printed) if re.fullmatch(PAGE_LIST, printed) else None
    return tuple(map(_sort_range, numbers.pages)) if numbers else ()


def strip_page_mark(printed: str) -> str:
    """Return pages without the mark before them: `45` for `p. 45`."""
    return _MARK.sub("", printed, count=1).strip()


def parse_page_request(printed: str, work: Work | None = None) -> Locator:
    """Parse a request for a page, of a work or of any; raise NoPageError if it is no page."""
    bare = strip_page_mark(printed)
    pages = parse_asked_pages(bare)
    if not pages:
        raise NoPageError(printed)
    return Locator(f"p. {bare}", pages, work)


def _sort_range(pages: tuple[Page, Page | None]) -> tuple[Page, Page | None]:
    first, last = pages
    is_reversed = isinstance(first, int) and isinstance(last, int) and last < first
    return (last, first) if is_reversed and last is not None else pages


def find_locator(question: str, concordance: Concordance) -> Locator | None:
    """Return the pages that a question names, or None if it names none."""
    question = _ORDINAL.sub(r"page \1", question)
    for match in _PAGES.finditer(question):
        printed = _drop_title(match["pages"], concordance)
        pages = parse_asked_pages(printed)
        # letters may be a word (`page I`) rather than a roman page
        if printed.isalpha() and (not pages or (len(printed) == 1 and "." not in match["mark"])):
            continue
        before, after = question[: match.start()], question[match.start("pages") + len(printed) :]
        asked = (question[match.start() : match.start("pages")] + printed).strip()
        return _add_work(Locator(asked, pages), before, after, concordance)
    return None


def find_named_work(question: str, concordance: Concordance) -> Work | None:
    """Return the one work that a question names, with or without a page; None for several."""
    locator = find_locator(question, concordance)
    if locator is not None and (work := locator.work or locator.preferred_work) is not None:
        return work
    named = concordance.sources().find_named(question, cased=False)
    return named[0] if len(named) == 1 else None


def _add_work(locator: Locator, before: str, after: str, concordance: Concordance) -> Locator:
    """Add the work that is named beside the page, by title, or by an author who is asked for.

    A title that is only a number counts only beside the page: elsewhere it may be a year.
    """
    # beside the page
    sources = concordance.sources()
    preceding = sources.find_at_end(re.sub(r"[,:\s]+$", "", before))
    following = sources.find_at_start(_OF.sub("", after, count=1))
    for resolved in (following, preceding):
        if resolved is not None:
            return replace(locator, work=resolved[1])
    if (unknown := _find_unknown_work(before, after)) is not None:
        return replace(locator, unknown_work=unknown)
    # anywhere in the question
    named = sources.find_named(f"{before} {after}", cased=False)
    if len(named) != 1:
        return locator
    titled = sources.find_titled(f"{before} {after}", cased=False)
    is_asked_for = titled or _SAYS.search(f"{before} {after}")
    return (
        replace(locator, work=named[0])
        if is_asked_for
        else replace(locator, preferred_work=named[0])
    )


def _drop_title(printed: str, concordance: Concordance) -> str:
    """Return a list of pages without a number at its end that is a title: `98, 1905`."""
    listed = re.fullmatch(r"(.+?),\s*(\d{4})", printed)
    titled = listed and concordance.sources().resolve(listed[2])
    return listed[1] if listed and titled else printed


def _find_unknown_work(before: str, after: str) -> str | None:
    """Return the name of a work that is asked for and not known: `page 45 of Capital`."""
    link = _OF.match(after)
    match = (
        _NAME.match(after, link.end()) if link and link["of"] else _NAME_BEFORE_PAGE.search(before)
    )
    name = match[0].strip(" ,?") if match else ""
    return name if name and is_name(name) else None
