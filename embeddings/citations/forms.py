"""The forms in which texts print page references: a table, each form with an example."""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.citations.page_numbers import PAGE_LIST, PageNumbers, parse_number, parse_pages

Requirement = Literal["nothing", "a name before", "a work or a quotation", "a quotation"]
"""What must surround words of a form before they count as a page reference."""

_MARK = r"(?<!\w)(?i:(?:pp?|pgs?)\.|pages?\b|pp?(?=\s))\s*"
_HAS_NAME = r"(?=[^;]*[^\W\d_]|(?:1[5-9]|20)\d\d)"
_SOURCE = rf"{_HAS_NAME}(?P<source>(?:(?!{_MARK}\d)[^;]){{1,120}}?)"
_PAGES = rf"(?P<pages>{PAGE_LIST})"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d[a-z]?)"
_NUMBERED_VOLUME = (
    r"(?i:vols?\.?|volume)\s*(?P<volume>\d{1,3}|[IVXLC]+|[ivxlc]+)[,:]?\s*(?:no\.?\s*\d+[,:]\s*)?"
)
_VOLUME = rf"(?:{_NUMBERED_VOLUME}|(?P<roman>[IVXLC]+)[,:]\s*)"
_VOLUME_BEHIND = rf"(?:[,:]?\s*{_NUMBERED_VOLUME}|,\s*(?P<roman>[IVXLC]+)[,:]\s*)"
_IBID = r"(?i:ibid(?:em)?|ib)\b\.?"
_SIGNAL = (
    r"(?i:(?:but\s+)?see(?:\s+also)?|cf\.?|compare|e\.g\.|i\.e\.|also|from|in|at|on|after|citing"
    r"|following|especially|esp\.|pace|contrast|contra|adapted\s+from|according\s+to"
    r"|(?:as\s+)?(?:noted|argued|shown|discussed|described|reported|stated|mentioned)\s+(?:in|by)"
    r"|(?:.{1,60}?\s)?(?:quoted|cited|qtd\.?)\s+(?:in|from|by))"
)
_REMARK = (
    r"(?i:(?:my|his|her|our|the author[’']s)\s+(?:emphasis|italics|translation)"
    r"|(?:emphasis|italics)\s+(?:added|mine|ours|in\s+(?:the\s+)?original|original)"
    r"|(?:translation|trans\.|transl\.)\s+(?:mine|modified|altered)|passim)\.?"
)


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
    CitationForm(
        "ibid.", rf"{_IBID}(?:[,:]?\s*{_VOLUME}?(?:{_MARK})?{_PAGES})?", "nothing", "ibid., 47"
    ),
    CitationForm("volume", rf"{_VOLUME}(?:{_MARK})?{_PAGES}", "nothing", "vol. 2, p. 301"),
    CitationForm("marked pages", rf"{_MARK}{_PAGES}", "nothing", "pp. 31–58", True),
    CitationForm(
        "author, year and page",
        rf"{_SOURCE},?\s*{_YEAR}\s*[,:]\s*{_VOLUME}?(?:{_MARK})?{_PAGES}",
        "nothing",
        "Deutscher 1954, 45–46",
    ),
    CitationForm(
        "source, then marked pages",
        rf"{_SOURCE}(?:{_VOLUME_BEHIND}|[,:.]?\s*){_MARK}{_PAGES}",
        "nothing",
        "Engels, The Peasant War in Germany, p. 135, 36",
        marked=True,
    ),
    CitationForm(
        "marked pages, then source",
        rf"{_MARK}{_PAGES}(?:,\s*(?:in\s+)?|\s+(?:of|in|from)\s+){_SOURCE}",
        "nothing",
        "p. 98, 1905",
        marked=True,
    ),
    CitationForm(
        "year and page", rf"{_YEAR}\s*[,:]\s*(?:{_MARK})?{_PAGES}", "a name before", "1954: 45"
    ),
    CitationForm(
        "source and volume", rf"{_SOURCE}{_VOLUME_BEHIND}{_PAGES}", "nothing", "Carr, II, 301–09"
    ),
    CitationForm(
        "source and pages",
        rf"{_SOURCE}[,:]?\s+{_PAGES}",
        "a work or a quotation",
        "Harman 27",
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
_COMPILED_FORMS = [(form, re.compile(form.pattern)) for form in FORMS]
_MARKED_PAGE = re.compile(rf"{_MARK}[\divxlcIVXLC]")
_LEADING_SIGNAL = re.compile(rf"(?:{_SIGNAL},?\s+)+")
_MAY_BEGIN_A_TITLE = re.compile(r"(?:In|From|At|On|After|Also)\s+$")
_TRAILING_REMARK = re.compile(rf"(?:^|,\s*|\s+(?=passim)|\s*\[){_REMARK}\]?$")
_POSSIBLE_AGES = frozenset(map(str, range(1, 111)))
_UNLIKELY_PAGE = re.compile(r".*[IVXLC].*|[ivxlc]|0.*|\d{1,3},\d{3}")
_ONLY_VOLUME = re.compile(_NUMBERED_VOLUME)
_YEAR_AS_TITLE = re.compile(r"(?P<pages>.+?\d),\s+(?P<title>(?:1[5-9]|20)\d\d)")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reading of a part of a bracket: its source, year, volume and pages.

    `marked` is whether a `p.` or the like shows that its numbers are pages.
    """

    needs: Requirement
    source: str | None = None
    year: str | None = None
    volume: int | None = None
    numbers: PageNumbers | None = None
    ibid: bool = False
    marked: bool = False
    printed: str = ""
    digits: str = ""

    def may_be_age(self) -> bool:
        """Return whether a name and a number may be a person and an age: `Ada (44)`."""
        pages = self.numbers.pages if self.numbers else ()
        return len(pages) == 1 and pages[0][0] == pages[0][1] and self.digits in _POSSIBLE_AGES

    def is_unlikely(self) -> bool:
        """Return whether unmarked numbers look like years, a ruler's number or a score."""
        if self.marked or self.numbers is None:
            return False
        if self.numbers.flaw == "descending" or _UNLIKELY_PAGE.fullmatch(self.digits):
            return True
        ends = [page for pages in self.numbers.pages for page in pages]
        return any(isinstance(page, int) and 1500 <= page <= 2099 for page in ends)


def is_remark(printed: str) -> bool:
    """Return whether a part of a bracket is only a remark: `emphasis added`."""
    return bool(_TRAILING_REMARK.fullmatch(printed.strip()))


def parse_reference(printed: str) -> list[Reference]:
    """Return all readings of a part of a bracket, the most specific form first."""
    content = _TRAILING_REMARK.sub("", printed.strip())
    signal = _LEADING_SIGNAL.match(content)
    contents = [content[signal.end() :]] if signal else [content]
    if signal and _MAY_BEGIN_A_TITLE.match(signal[0]):
        contents.insert(0, content)
    marked = bool(_MARKED_PAGE.search(content))
    readings = (
        _build_reading(form, match)
        for text in contents
        for form, pattern in _COMPILED_FORMS
        if form.marked in (None, marked)
        and (match := pattern.fullmatch(text.strip(" .")) or pattern.fullmatch(text))
    )
    return [reading for reading in readings if reading is not None]


def _strip_quotation_marks(source: str) -> str:
    """Return a source without the quotation marks around the whole of it."""
    words = source.strip(" ,:")
    quoted = re.fullmatch(r"[“\"‘']([^“”\"]*)[”\"’']", words)
    return quoted[1].strip(" ,:") if quoted else words


def _build_reading(form: CitationForm, match: re.Match[str]) -> Reference | None:
    """Return what a form reads in a match; None where its pages or its source are none."""
    # The pages and the source, as printed
    groups = match.groupdict()
    pages, source = groups.get("pages"), groups.get("source")
    if form.name == "marked pages" and (title := _YEAR_AS_TITLE.fullmatch(pages or "")):
        pages, source = title["pages"], title["title"]
    numbers = parse_pages(pages) if pages else None
    if (pages and numbers is None) or (source and not re.search(r"\w", source)):
        return None
    # A source that is only a volume, or goes with a year
    volume = groups.get("volume") or groups.get("roman") or ""
    if source and (only_volume := _ONLY_VOLUME.fullmatch(source.strip(" ,"))):
        source, volume = None, only_volume["volume"]
    if source and groups.get("year"):
        source = match.string[match.start("source") : match.end("year")]
    marked = bool(numbers and numbers.marked)
    return Reference(
        needs="nothing" if marked and form.needs == "a quotation" else form.needs,
        source=_strip_quotation_marks(source) if source else None,
        year=groups.get("year"),
        volume=parse_number(volume),
        numbers=numbers,
        ibid=form.name == "ibid.",
        marked=marked or bool(_MARKED_PAGE.search(match.string)),
        printed=match.string,
        digits=pages or "",
    )
