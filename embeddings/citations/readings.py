"""Read a part of a bracket by the forms of references."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from embeddings.citations.back_references import BackReference, split_back_reference
from embeddings.citations.divisions import strip_divisions, tidy
from embeddings.citations.forms import (
    FORMS,
    MARKED_NUMBER,
    NUMBERED_VOLUME,
    CitationForm,
    Requirement,
)
from embeddings.citations.leads import split_lead
from embeddings.citations.page_numbers import PageNumbers, parse_number, parse_pages
from embeddings.citations.signs import plain_signs

MAX_PART_LENGTH = 400
"""Characters of the longest part of a bracket that is read."""

_REMARK = (
    r"(?i:(?:my|his|her|our|own|the author[’']s)\s+(?:emphasis|italics|translation)"
    r"|(?:emphasis|italics|hervorhebung)\s+(?:added|mine|ours|(?:in\s+)?(?:the\s+)?original"
    r"|im\s+original|von\s+mir)|herv(?:orh)?\.\s+(?:i\.\s?o\.|d\.\s?verf\.|von\s+mir)"
    r"|(?:translation|trans\.|transl\.)\s+(?:mine|modified|altered|amended)|passim|et\s+passim)\.?"
)
_REMARKS = re.compile(rf"(?:^|,\s*|\s+|\s*[\[(]){_REMARK}[\])]?(?=\s*(?:,|$))")
_COMPILED_FORMS = [(form, re.compile(form.pattern)) for form in FORMS]
_MARKED_NUMBER = re.compile(MARKED_NUMBER)
_POSSIBLE_AGES = frozenset(map(str, range(1, 111)))
_UNLIKELY_PAGE = re.compile(r".*[A-Z].*|[ivxlc]|0.*|\d{1,3},\d{3}|e\d+")
_LABEL = re.compile(r"(?:[A-Z]{1,2}-?|e)\d+")
_SMALL_FRACTION = re.compile(r"\d{1,5}\s*/\s*\d{1,5}")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ONLY_VOLUME = re.compile(NUMBERED_VOLUME)
_YEAR_AS_TITLE = re.compile(r"(?P<pages>.+?\d),\s+(?P<title>(?:1[5-9]|20)\d\d)")
_CITATION_KEY = re.compile(r"-?@\{?(?P<name>[^\W\d_][^\W\d]*?)(?P<year>\d{4}[a-z]?)?\}?(?![\w-])")
_SMALL_WORDS_BEHIND = re.compile(
    r"[,:]?\s+(?:esp(?:ecially)?|bes|here|hier|on|at|auf|see|cf|particularly|notably|also)\.?$"
)
_LATER_PROSE = re.compile(r",?\s+(?!(?:etc|ff?|sqq?|seqq?|nn?|et)\b)[^\W\d_A-Z][^\dA-Z;]*$")


@dataclass(frozen=True, slots=True)
class Reference:
    """One reading of a part of a bracket: its source, year, volume and pages.

    `back` is what refers to a work cited before. `marked` is whether a `p.` or the like shows that
    its numbers are pages; `prose` are the words behind them.
    """

    needs: Requirement
    source: str | None = None
    year: str | None = None
    volume: int | None = None
    numbers: PageNumbers | None = None
    back: BackReference | None = None
    marked: bool = False
    printed: str = ""
    digits: str = ""
    prose: str = ""

    def may_be_age(self) -> bool:
        """Return whether a name and a number may be a person and an age: `Ada (44)`."""
        pages = self.numbers.pages if self.numbers else ()
        return len(pages) == 1 and pages[0][0] == pages[0][1] and self.digits in _POSSIBLE_AGES

    def is_unlikely(self) -> bool:
        """Return whether unmarked numbers look like years, a ruler's number, a score, a code."""
        if self.numbers is None or _MARKED_NUMBER.search(self.printed):
            return False
        if _YEAR.match(self.digits):
            return True
        if self.marked:
            return False
        ends = [page for pages in self.numbers.pages for page in pages]
        is_code = _UNLIKELY_PAGE.fullmatch(self.digits) is not None
        is_label = self.year is not None and _LABEL.fullmatch(self.digits) is not None
        if self.numbers.flaw == "descending" or (is_code and not is_label):
            return True
        if _SMALL_FRACTION.fullmatch(self.digits):  # 45/46 is a page and the next, 3/4 is a part
            first, last = ends
            return not (isinstance(first, int) and last == first + 1 and first >= 10)
        return any(isinstance(page, int) and 1500 <= page <= 2099 for page in ends)


def is_remark(printed: str) -> bool:
    """Return whether a part of a bracket is only a remark: `emphasis added`."""
    return bool(printed.strip()) and not _REMARKS.sub("", printed.strip())


def parse_reference(printed: str) -> list[Reference]:
    """Return all readings of a part of a bracket, the most specific form first."""
    if len(printed) > MAX_PART_LENGTH:
        return []
    words = clean_part(printed)
    back, words = split_back_reference(words)
    readings = list(_read_forms(words, back))
    if not readings and (prose := _LATER_PROSE.search(words)):  # p. 47 for the answer
        shorter = _read_forms(words[: prose.start()], back)
        certain = (reading for reading in shorter if reading.marked or reading.year)
        readings = [replace(reading, prose=prose[0].strip(" ,")) for reading in certain]
    if not readings and back and back.alone and not re.search(r"\d", words):
        readings = [Reference("nothing", back=back, printed=words)]
    return readings


def clean_part(printed: str) -> str:
    """Return a part of a bracket without remarks, and numbers that are no pages."""
    words = _CITATION_KEY.sub(_write_citation_key, plain_signs(printed).strip())
    return strip_divisions(tidy(_REMARKS.sub("", words)))


def _write_citation_key(match: re.Match[str]) -> str:
    """Return a key as Markdown cites by it, `@okafor1987`, as an author and a year."""
    name = match["name"].replace("_", " ").strip().title()
    return f"{name} {match['year']}" if match["year"] else name


def _read_forms(words: str, back: BackReference | None) -> Iterator[Reference]:
    marked = bool(_MARKED_NUMBER.search(words))
    for text in split_lead(words):
        for form, pattern in _COMPILED_FORMS:
            if form.marked not in (None, marked):
                continue
            bare = text.strip(" .")
            match = pattern.fullmatch(bare) or (pattern.fullmatch(text) if bare != text else None)
            reading = _build_reading(form, match) if match else None
            if reading is not None:
                yield replace(reading, back=back, needs="nothing") if back else reading


def _strip_marks(source: str) -> str:
    """Return a source without the quotation marks around it, and small words behind it."""
    words = _SMALL_WORDS_BEHIND.sub("", source.strip(" ,:"))
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
    is_marked = bool(_MARKED_NUMBER.search(match.string))
    if source and not is_marked and not re.search(r"[^\W\d_]|\d{4}", source):
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
        source=_strip_marks(source) if source else None,
        year=groups.get("year"),
        volume=parse_number(volume),
        numbers=numbers,
        marked=marked or is_marked,
        printed=match.string,
        digits=pages or "",
    )
