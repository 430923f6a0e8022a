"""The forms in which texts print their page references: a table, each with its example."""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.citations.page_numbers import LIST, Numbers, ordinal, read

Needs = Literal["nothing", "a name before", "a work or a quotation", "a quotation"]
"""What must be so beside the form itself, that it is a page reference."""

_MARK = r"(?<!\w)(?i:(?:pp?|pgs?)\.|pages?\b|pp?(?=\s))\s*"
_NAMED = r"(?=[^;]*[^\W\d_]|(?:1[5-9]|20)\d\d)"
_SOURCE = rf"{_NAMED}(?P<source>(?:(?!{_MARK}\d)[^;]){{1,120}}?)"
_PAGES = rf"(?P<pages>{LIST})"
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d[a-z]?)"
_NUMBERED = (
    r"(?i:vols?\.?|volume)\s*(?P<volume>\d{1,3}|[IVXLC]+|[ivxlc]+)[,:]?\s*(?:no\.?\s*\d+[,:]\s*)?"
)
_VOLUME = rf"(?:{_NUMBERED}|(?P<roman>[IVXLC]+)[,:]\s*)"
_COUNTED = rf"(?:[,:]?\s*{_NUMBERED}|,\s*(?P<roman>[IVXLC]+)[,:]\s*)"
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
class Form:
    """A form of reference: its name, its pattern, what else it needs, and an example.

    `marked` says that it has a `p.` or the like, or that it has none; None: either.
    """

    name: str
    pattern: str
    needs: Needs
    example: str
    marked: bool | None = None


FORMS = (
    Form("ibid.", rf"{_IBID}(?:[,:]?\s*{_VOLUME}?(?:{_MARK})?{_PAGES})?", "nothing", "ibid., 47"),
    Form("volume", rf"{_VOLUME}(?:{_MARK})?{_PAGES}", "nothing", "vol. 2, p. 301"),
    Form("marked pages", rf"{_MARK}{_PAGES}", "nothing", "pp. 31–58", True),
    Form(
        "author, year and page",
        rf"{_SOURCE},?\s*{_YEAR}\s*[,:]\s*{_VOLUME}?(?:{_MARK})?{_PAGES}",
        "nothing",
        "Deutscher 1954, 45–46",
    ),
    Form(
        "source, then marked pages",
        rf"{_SOURCE}(?:{_COUNTED}|[,:.]?\s*){_MARK}{_PAGES}",
        "nothing",
        "Engels, The Peasant War in Germany, p. 135, 36",
        marked=True,
    ),
    Form(
        "marked pages, then source",
        rf"{_MARK}{_PAGES}(?:,\s*(?:in\s+)?|\s+(?:of|in|from)\s+){_SOURCE}",
        "nothing",
        "p. 98, 1905",
        marked=True,
    ),
    Form("year and page", rf"{_YEAR}\s*[,:]\s*(?:{_MARK})?{_PAGES}", "a name before", "1954: 45"),
    Form("source and volume", rf"{_SOURCE}{_COUNTED}{_PAGES}", "nothing", "Carr, II, 301–09"),
    Form(
        "source and pages",
        rf"{_SOURCE}[,:]?\s+{_PAGES}",
        "a work or a quotation",
        "Harman 27",
        marked=False,
    ),
    Form("pages", _PAGES, "a quotation", "280, 81", marked=False),
    Form(
        "pages, then source",
        rf"{_PAGES}(?:,\s*|\s+(?:of\s+|in\s+)?){_SOURCE}",
        "a work or a quotation",
        "18, 19, Harman",
        marked=False,
    ),
)
_COMPILED = [(form, re.compile(form.pattern)) for form in FORMS]
_MARKED = re.compile(rf"{_MARK}[\divxlcIVXLC]")
_LEADING = re.compile(rf"(?:{_SIGNAL},?\s+)+")
_MAY_BEGIN_A_TITLE = re.compile(r"(?:In|From|At|On|After|Also)\s+$")
_TRAILING = re.compile(rf"(?:^|,\s*|\s+(?=passim)|\s*\[){_REMARK}\]?$")
_AGES = frozenset(map(str, range(1, 111)))
_NO_PAGE = re.compile(r".*[IVXLC].*|[ivxlc]|0.*|\d{1,3},\d{3}")
_ONLY_VOLUME = re.compile(_NUMBERED)
_TITLE_BEHIND = re.compile(r"(?P<pages>.+?\d),\s+(?P<title>(?:1[5-9]|20)\d\d)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A way to read one part of a bracket: its source, pages, volume and note."""

    needs: Needs
    source: str | None = None
    year: str | None = None
    volume: int | None = None
    numbers: Numbers | None = None
    ibid: bool = False
    marked: bool = False
    printed: str = ""
    digits: str = ""

    def may_be_age(self) -> bool:
        """Say whether a name and a number may be a person and an age."""
        pages = self.numbers.pages if self.numbers else ()
        return len(pages) == 1 and pages[0][0] == pages[0][1] and self.digits in _AGES

    def unlikely(self) -> bool:
        """Say whether the unmarked numbers are rather years, a ruler's number or a score."""
        if self.marked or self.numbers is None:
            return False
        if self.numbers.flaw == "descending" or _NO_PAGE.fullmatch(self.digits):
            return True
        ends = [page for pages in self.numbers.pages for page in pages]
        return any(isinstance(page, int) and 1500 <= page <= 2099 for page in ends)


def remark(printed: str) -> bool:
    """Say whether a part of a bracket only remarks on the quotation (`emphasis added`)."""
    return bool(_TRAILING.fullmatch(printed.strip()))


def reference(printed: str) -> list[Reference]:
    """Return the ways to read a part of a bracket, the most telling first."""
    content = _TRAILING.sub("", printed.strip())
    signal = _LEADING.match(content)
    contents = [content[signal.end() :]] if signal else [content]
    if signal and _MAY_BEGIN_A_TITLE.match(signal[0]):
        contents.insert(0, content)
    marked = bool(_MARKED.search(content))
    readings = (
        _reading(form, match)
        for text in contents
        for form, pattern in _COMPILED
        if form.marked in (None, marked)
        and (match := pattern.fullmatch(text.strip(" .")) or pattern.fullmatch(text))
    )
    return [found for found in readings if found is not None]


def _bare(source: str) -> str:
    """Return a source without the marks that stand around the whole of it."""
    words = source.strip(" ,:")
    around = re.fullmatch(r"[“\"‘']([^“”\"]*)[”\"’']", words)
    return around[1].strip(" ,:") if around else words


def _reading(form: Form, match: re.Match[str]) -> Reference | None:
    groups = match.groupdict()
    pages, source = groups.get("pages"), groups.get("source")
    if form.name == "marked pages" and (title := _TITLE_BEHIND.fullmatch(pages or "")):
        pages, source = title["pages"], title["title"]
    numbers = read(pages) if pages else None
    if (pages and numbers is None) or (source and not re.search(r"\w", source)):
        return None
    volume = groups.get("volume") or groups.get("roman") or ""
    if source and (behind := _ONLY_VOLUME.fullmatch(source.strip(" ,"))):
        source, volume = None, behind["volume"]
    if source and groups.get("year"):
        source = match.string[match.start("source") : match.end("year")]
    numbered = bool(numbers and numbers.marked)
    return Reference(
        needs="nothing" if numbered and form.needs == "a quotation" else form.needs,
        source=_bare(source) if source else None,
        year=groups.get("year"),
        volume=ordinal(volume),
        numbers=numbers,
        ibid=form.name == "ibid.",
        marked=numbered or bool(_MARKED.search(match.string)),
        printed=match.string,
        digits=pages or "",
    )
