"""Questions that name a page: `What is on page 45?`, `p. 297`, `Harman page 27`."""

import re
from dataclasses import dataclass

from embeddings.citations import page_number
from embeddings.concordance import Concordance
from embeddings.types import Page

_NUMBER = r"-?\d+|[ivxlc]{2,}|[IVXLC]{2,}"
_PAGE = re.compile(
    rf"(?<![\w.])(?:(?i:pp?\.?|pgs?\.?|pages?))\s*(?P<first>{_NUMBER})(?![\w])"
    rf"(?:\s*(?:[-–—]|\bto\b|\band\b)\s*(?P<last>{_NUMBER})(?!\w))?"
)


@dataclass(frozen=True, slots=True)
class Locator:
    """The pages that a question asks for, as asked, and the work if it names one."""

    asked: str
    first: Page | None
    last: Page | None = None
    work: str | None = None


def locate(question: str, concordance: Concordance) -> Locator | None:
    """Return the page a question names, or None; a number that is no page has no `first`."""
    match = _PAGE.search(question)
    if match is None:
        return None
    first = page_number(match["first"])
    last = page_number(match["last"]) if match["last"] else None
    if isinstance(first, int) and not (isinstance(last, int) and last > first):
        last = None
    before, after = question[: match.start()], question[match.end() :]
    return Locator(match[0].strip(), first, last, _work(before, after, concordance))


def _work(before: str, after: str, concordance: Concordance) -> str | None:
    """Return the work that is named: beside the page, or anywhere by title or sole author.

    A title that is only a number counts beside the page alone: elsewhere it may be a year.
    """
    sources = concordance.sources()
    beside = sources.ending(re.sub(r"[,:\s]+$", "", before))
    beyond = sources.beginning(re.sub(r"^[,:\s]*(?:(?:of|in|from)\s+)?(?:the\s+)?", "", after))
    for found in (beside, beyond):
        if found is not None:
            return found[1].short
    named = sources.named(f"{before} {after}", cased=False)
    return named[0].short if len(named) == 1 else None
