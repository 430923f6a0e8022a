"""The forms in which texts print page references: a table, each form with an example."""

from dataclasses import dataclass
from typing import Literal

from embeddings.citations.page_numbers import PAGE_LIST

Requirement = Literal["nothing", "a name before", "a work", "a work or a quotation", "a quotation"]
"""What must surround words of a form before they count as a page reference."""

PAGE_MARK = (
    r"(?<!\w)(?:(?i:(?:pp?|pgs?|págs?|pags?|стр)\.|pages?\b|seiten?\b|páginas?\b|(?:pp?|pgs?)(?=\s|\d))"
    r"|(?<!\.)SS?\.(?=\s?\d)|с\.(?=\s?\d))\s*"
)
"""Pattern of what shows that a number is a page: `p.`, `pages`, `S.`."""

_NUMBER = r"(?:\d|[ivxlcIVXLC]+(?!\w)|[A-Z]{1,2}-?\d|e\d)"
MARKED_NUMBER = rf"(?:{PAGE_MARK}{_NUMBER}|\d\s*(?:頁|页|ページ|쪽))"
"""Pattern of the beginning of a page that is marked as one."""

_HAS_NAME = r"(?=[^;]*[^\W\d_]|(?:1[5-9]|20)\d\d)(?!\s*(?:\d{1,3}\s*,?\s*)?(?:&|and\b))"
_SOURCE = rf"{_HAS_NAME}(?P<source>(?:(?!{PAGE_MARK}{_NUMBER})[^;]){{1,120}}?)"
_PAGES = rf"(?P<pages>{PAGE_LIST})"
_FOUR = r"(?:1[5-9]|20)\d\d[a-z]?(?!\w)"
YEAR = rf"[(\[]{_FOUR}[)\]](?:\s*{_FOUR})?|{_FOUR}(?:\s*[(\[]{_FOUR}[)\]]|\s*/\s*{_FOUR})?"
"""Pattern of a year; a reprint has two: `[1867] 1976`, `1976 [1867]`, `1867/1976`."""

_YEAR = rf"(?P<year>{YEAR})"
NUMBERED_VOLUME = (
    r"(?i:vols?\.?|volume|bd\.|bde\.|band|tome|t\.)\s*"
    r"(?P<volume>\d{1,3}|[IVXLC]+|[ivxlc]+)(?!\w)[,:]?\s*(?:at\s+)?"
)
_VOLUME = rf"(?:{NUMBERED_VOLUME}|(?P<roman>[IVXLC]+)[,:]\s*)"
_VOLUME_BEHIND = rf"(?:[,:]?\s*{NUMBERED_VOLUME}|,\s*(?P<roman>[IVXLC]+)[,:]\s*)"
_AT = r"(?:,?\s+at\s+)"


@dataclass(frozen=True, slots=True)
class CitationForm:
    """A form of reference: its name, its pattern, what it needs around it, and an example.

    `marked` is whether the form has a `p.` or the like; None allows both.
    """

    name: str
    pattern: str
    needs: Requirement
    example: str
    marked: bool | None = None


FORMS = (
    CitationForm("volume", rf"{_VOLUME}(?:{PAGE_MARK})?{_PAGES}", "nothing", "vol. 2, p. 301"),
    CitationForm("marked pages", rf"{PAGE_MARK}{_PAGES}", "nothing", "pp. 31–58", True),
    CitationForm(
        "pages, then their mark",
        rf"第?\s*{_PAGES}\s*(?:頁|页|ページ|쪽)",
        "nothing",
        "45頁",
        marked=True,
    ),
    CitationForm(
        "year and page",
        rf"{_YEAR}\s*(?:[,:;]\s*|(?={PAGE_MARK})|{_AT})(?:{PAGE_MARK})?{_PAGES}",
        "a name before",
        "1954: 45",
    ),
    CitationForm(
        "author, year and page",
        rf"{_SOURCE}[,.]?\s*{_YEAR}\s*(?:[,:]\s*|(?={PAGE_MARK})|{_AT})"
        rf"{_VOLUME}?(?:{PAGE_MARK})?{_PAGES}",
        "nothing",
        "Deutscher 1954, 45–46",
    ),
    CitationForm(
        "source, then marked pages",
        rf"{_SOURCE}(?:{_VOLUME_BEHIND}|[,:.]?\s*){PAGE_MARK}{_PAGES}",
        "nothing",
        "Engels, The Peasant War in Germany, p. 135, 36",
        marked=True,
    ),
    CitationForm(
        "marked pages, then source",
        rf"{PAGE_MARK}{_PAGES}(?:,\s*(?:in\s+)?|\s+(?:of|in|from|[–—])\s+){_SOURCE}",
        "nothing",
        "p. 98, 1905",
        marked=True,
    ),
    CitationForm(
        "source and volume", rf"{_SOURCE}{_VOLUME_BEHIND}{_PAGES}", "nothing", "Carr, II, 301–09"
    ),
    CitationForm(
        "source and pages",
        rf"{_SOURCE}(?:[,:]?\s+|{_AT}){_PAGES}",
        "a work or a quotation",
        "Harman 27",
        marked=False,
    ),
    CitationForm(
        "source, volume and pages",
        rf"{_SOURCE}(?<!\bat),?\s+(?P<roman>\d{{1,2}})\s?:\s?{_PAGES}",
        "a work",
        "Carr 2:301",
        marked=False,
    ),
    CitationForm("pages", _PAGES, "a quotation", "280, 81", marked=False),
    CitationForm(
        "pages, then source",
        rf"{_PAGES}(?:,\s*|\s+(?:of\s+|in\s+)?){_SOURCE}",
        "a work or a quotation",
        "18, 19, Harman",
        marked=False,
    ),
)
"""The most specific form of those that read the same words comes first."""
