"""Find marked pages in running text: `on page 45 of The Prophet`, `Deutscher, pp. 45–47`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from embeddings.citations.back_references import (
    IBID,
    BackReference,
    ends_with_back_reference,
)
from embeddings.citations.brackets import FoundReference
from embeddings.citations.closing import SPEECH
from embeddings.citations.divisions import blank_divisions
from embeddings.citations.page_numbers import (
    PAGE_LIST,
    PAGE_RANGE,
    PageNumbers,
    parse_number,
    parse_pages,
)
from embeddings.citations.readings import Reference
from embeddings.citations.works import Sources
from embeddings.text.proper_names import CAPITAL, is_name
from embeddings.types import Document, Paragraph, Span, Work

NAMED_BEHIND = "{words} is named directly behind it"

_SEITE = r"(?:(?<=gl\. )S\.|(?<=auf )S\.|(?<=iehe )S\.|(?<=[,(] )S\.|Seite)(?=\s?\d)"
_MARKED_PAGES = re.compile(
    r"(?<![\w.])(?:(?i:vols?\.|volume|bd\.|band)\s*(?P<volume>\d{1,3}|[IVXLC]+|[ivxlc]+),\s*)?"
    rf"(?:(?:pp\.|[Pp]ages|SS\.|Seiten)\s*(?P<list>{PAGE_LIST})"
    rf"|(?:p\.|[Pp]age|{_SEITE})\s*(?P<range>{PAGE_RANGE})"
    r"|(?P<ibid>[Ii]bid(?:em)?\b\.?|[Ee](?:bd|bda|benda)\b\.?)"
    rf"(?:,?\s+(?:(?:pp?|S)\.\s*)?(?P<there>{PAGE_RANGE}))?)"
    r"(?![\w%°€$£]|[.,:]\d)"
)
_GAP = re.compile(
    r"[,:]?[\s,]*(?:(?:on|at|see|cf\.)\s+|(?:ch|chap|sec|part|pt|bk|book)\.?\s*[\divxlc]+,\s*)?$"
)
_STOP = re.compile(
    r"(?<![A-Z])(?<!\b[Oo]p)(?<!\b[Ll]oc)(?<!\b[Aa]rt)(?<!\bcit)(?<!\b[Ii]d)(?<!\ba)(?<!\bvol)(?<!\bch)(?<!\bchap)(?<!\bsec)(?<!\bpt)(?<!\bbk)(?<!\bed)(?<!\bcf)"
    r"[.!?…]+[”’\"»)]*\s|[;()\[\]]"
)
_NAME_BEFORE = re.compile(
    rf"({CAPITAL}[\w’'.-]*,?\s+(?:(?:{CAPITAL}[\w’'.-]*|\d{{1,4}}|of|the|and|in|&),?\s+)*)$"
)
_OF = re.compile(r"\s+(?:of|in|from)\s+")
_OPENING = '“"«‘'
_NAME_BEHIND = re.compile(rf"{CAPITAL}[\w’'-]*(?:\s+(?:(?:of|the|and|in)\s+)*{CAPITAL}[\w’'-]*)*")
_NAME_WITH_THE = re.compile(
    rf"the\s+({_NAME_BEHIND.pattern})"
    rf"(?<![’']s)(?![’'\w-]|\s+{CAPITAL}|\s+(?:\w+\s+)?(?:ed|edn|trans|edition|translation|version"
    r"|text|print(?:ing)?|original)\b)"
)
_BEGINS_SENTENCE = re.compile(r"\s*(?:(?:[Oo]n|[Aa]t|[Ii]n|[Aa]uf)\s+)?")
_POSSESSIVE = re.compile(r"(?:his|her|their)\s+\w+")
_ENDS = re.compile(r"\s*(?:[.;)\]]|$)")
_MAX_SOURCE_DISTANCE = 120

_Source = tuple[Span, str, Work | None]
"""The span of a reference with its source, the source as printed, and its work if known."""


def find_running_references(
    document: Document, sources: Sources, taken: list[Span]
) -> Iterator[FoundReference]:
    """Yield the marked pages outside of the spans that are references already."""
    edges = sorted(taken)
    matches = list(_MARKED_PAGES.finditer(document.text))
    last_end = 0
    for match, following in pairwise([*matches, None]):
        if match is None:
            break
        # Pass over what is no page, or a reference already
        span = Span(*match.span())
        printed = match["list"] or match["range"] or match["there"]
        numbers = parse_pages(printed) if printed else None
        if (printed and not numbers) or _is_taken(span, edges) or _is_name(document.text, match):
            continue
        # Find the source, between the reference before it and the mark that follows
        if match["ibid"]:
            reading = Reference("nothing", numbers=numbers, back=IBID, marked=True)
            reference = FoundReference(span, reading)
        elif numbers:
            reach = _find_reach(document.paragraph_at(span.start), span, edges)
            end = min(reach.end, following.start()) if following else reach.end
            reach = Span(max(reach.start, last_end), max(end, span.end))
            reference = _MarkedPages(document.text, sources, match, reach).read(numbers)
            if _may_be_section(document.text, match, reference):
                continue
        else:
            continue
        last_end = reference.span.end
        yield reference


def _is_taken(span: Span, edges: list[Span]) -> bool:
    """Return whether a span touches a span that is a reference already."""
    at = bisect_left(edges, Span(span.end, 0)) - 1
    return at >= 0 and edges[at].touches(span)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Return whether a capital P does not begin a sentence: `a picture on Page 3`."""
    before = text[max(0, match.start() - 3) : match.start()].rstrip()
    if match[0].endswith(" I"):  # the pronoun
        return True
    return match[0][0] == "P" and bool(before) and before[-1] not in '.!?…:;”’"'


def _may_be_section(text: str, match: re.Match[str], reference: FoundReference) -> bool:
    """Return whether `, S. 45` may count something else than pages: no source stands before it."""
    has_source = reference.reading.source or reference.reading.back
    return match[0].startswith("S.") and text[match.start() - 2] == "," and not has_source


def _find_reach(paragraph: Paragraph, span: Span, edges: list[Span]) -> Span:
    """Return where the source may stand: within the paragraph, up to the next references."""
    at = bisect_left(edges, span)
    before = edges[at - 1].end if at else 0
    behind = edges[at].start if at < len(edges) else paragraph.end
    start = max(paragraph.start, before, span.start - _MAX_SOURCE_DISTANCE)
    return Span(start, min(paragraph.end, behind, span.end + _MAX_SOURCE_DISTANCE))


class _MarkedPages:
    """Marked pages in running text, with the text directly before and after them."""

    def __init__(self, text: str, sources: Sources, match: re.Match[str], reach: Span) -> None:
        self.sources, self.match = sources, match
        start, end = match.span()
        before = blank_divisions(text[reach.start : start])
        stops = [stop.end() for stop in _STOP.finditer(before)]
        self.origin = reach.start + (stops[-1] if stops else 0)
        self.before, self.behind = before[self.origin - reach.start :], text[end : reach.end]
        self.back: BackReference | None = None
        self.begin = start
        if (back := ends_with_back_reference(self.before)) is not None:
            self.back, at = back
            self.before, self.begin = self.before[:at], self.origin + at

    def read(self, numbers: PageNumbers) -> FoundReference:
        """Return the reference, with its source if one stands directly before or after it."""
        searches = (
            self._find_linked_source,
            self._find_known_before,
            self._find_name_before,
            self._find_known_behind,
        )
        candidates = (search() for search in searches)
        source = next((candidate for candidate in candidates if candidate is not None), None)
        span, printed, work = source or (Span(self.begin, self.match.end()), None, None)
        volume = parse_number(self.match["volume"] or "")
        reading = Reference("nothing", printed, None, volume, numbers, self.back, marked=True)
        reference = FoundReference(span, reading, work)
        return reference if source or self.back else self._attribute_to_speaker(reference)

    def _attribute_to_speaker(self, reference: FoundReference) -> FoundReference:
        """Return pages of the author behind them: `On p. 52 Okafor says`; in doubt elsewhere."""
        link = re.match(r",?\s+", self.behind)
        known = self.sources.find_at_start(self.behind[link.end() :]) if link else None
        if link is None or known is None:
            return reference
        end = link.end() + known[0]
        if self._belongs_to_next_mark(end):
            return reference
        if _BEGINS_SENTENCE.fullmatch(self.before) and SPEECH.match(self.behind, end):
            return replace(reference, work=known[1])
        return replace(reference, doubt=NAMED_BEHIND.format(words=self.behind[link.end() : end]))

    def _find_known_before(self) -> _Source | None:
        """Return a work named directly before the mark; an author alone needs a comma after it."""
        gap = _GAP.search(self.before)
        name = self.before[: gap.start()] if gap else self.before
        known = self.sources.find_at_end(name)
        if known is None:
            return None
        at = known[0] - 1 if known[0] and name[known[0] - 1] in _OPENING else known[0]
        printed = name[at:]
        is_clear = self.sources.find_titled(printed) or (
            gap and gap[0].strip(" ,") == "" != gap[0].strip()
        )
        if not is_clear or printed.isdecimal() or not _has_paired_marks(printed):
            return None
        return self._span_from(at), printed, known[1]

    def _find_name_before(self) -> _Source | None:
        """Return a name of no known work: `Cliff, Lenin, p. 12`."""
        name = _NAME_BEFORE.search(self.before)
        if name is None or not self.before.endswith(", "):
            return None
        printed = name[1].strip(" ,")
        words = re.findall(r"[^\W\d_]+", printed)
        begins_sentence = len(words) == 1 and not self.before[: name.start()].strip()
        has_year = bool(re.search(r"\d", printed)) and len(words) > 1
        if begins_sentence or not (has_year or is_name(printed)):
            return None
        return self._span_from(name.start()), printed, None

    def _find_linked_source(self) -> _Source | None:
        """Return the source after the mark and *of*, *in* or *from*: `page 45 of Harman`."""
        link = _OF.match(self.behind)
        if link is None:
            return None
        rest = self.behind[link.end() :]
        known = self.sources.find_at_start(rest)
        if known is not None and not rest[: known[0]].isdecimal():
            return self._span_to(link.end() + known[0]), rest[: known[0]], known[1]
        name = _NAME_BEHIND.match(rest) or _POSSESSIVE.match(rest) or _NAME_WITH_THE.match(rest)
        if name is None or not (is_name(name[name.lastindex or 0]) or _POSSESSIVE.match(name[0])):
            return None
        return self._span_to(link.end() + name.end()), name[0], None

    def _find_known_behind(self) -> _Source | None:
        """Return a known source after a comma, unless it belongs to the next mark."""
        link = re.match(r",\s+", self.behind)
        known = self.sources.find_at_start(self.behind[link.end() :]) if link else None
        if link is None or known is None:
            return None
        end = link.end() + known[0]
        printed = self.behind[link.end() : end]
        is_clear = self.sources.find_titled(printed) or _ENDS.match(self.behind, end)
        if not is_clear or printed.isdecimal() or self._belongs_to_next_mark(end):
            return None
        return self._span_to(end), printed, known[1]

    def _belongs_to_next_mark(self, end: int) -> bool:
        rest = self.behind[end:]  # up to where the next mark begins
        return bool(rest) and not rest.strip(" ,")

    def _span_from(self, at: int) -> Span:
        return Span(self.origin + at, self.match.end())

    def _span_to(self, at: int) -> Span:
        return Span(self.begin, self.match.end() + at)


def _has_paired_marks(printed: str) -> bool:
    """Return whether quotation marks in a name are paired; a stray one shows quoted words."""
    is_paired = printed.count("“") == printed.count("”")
    return is_paired and printed.count("«") == printed.count("»") and printed.count('"') % 2 == 0
