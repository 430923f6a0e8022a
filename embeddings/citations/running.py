"""Marked pages in running text: `on page 45 of The Prophet`, `Deutscher, pp. 45–47`."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from embeddings.citations.brackets import Found
from embeddings.citations.forms import Reference
from embeddings.citations.names import CAPITAL, is_name
from embeddings.citations.pages import LIST, RANGE, Numbers, read, roman
from embeddings.citations.sources import Sources
from embeddings.types import Document, Paragraph, Span, Work

_MARKED = re.compile(
    r"(?<![\w.])(?:(?i:vols?\.|volume)\s*(?P<volume>\d{1,3}|[IVXLC]+),\s*)?"
    rf"(?:(?:pp\.|[Pp]ages)\s*(?P<list>{LIST})|(?:p\.|[Pp]age)\s*(?P<range>{RANGE})"
    rf"|(?P<ibid>[Ii]bid(?:em)?\b\.?)(?:,?\s+(?:pp?\.\s*)?(?P<there>{RANGE}))?)"
    r"(?![\w%°€$£]|[.,:]\d)"
)
_GAP = re.compile(r"[,:]?\s*(?:(?:on|at|see|cf\.)\s+)?$")
_STOP = re.compile(r"(?<![A-Z])[.!?…]+[”’\"»)]*\s|[;()\[\]]")
_NAME_BEFORE = re.compile(
    rf"({CAPITAL}[\w’'.-]*,?\s+(?:(?:{CAPITAL}[\w’'.-]*|\d{{1,4}}|of|the|and|in|&),?\s+)*)$"
)
_BEHIND = re.compile(r"\s+(?:of|in|from)\s+|,\s+")
_NAME_BEHIND = re.compile(rf"{CAPITAL}[\w’'-]*(?:\s+(?:(?:of|the|and|in)\s+)*{CAPITAL}[\w’'-]*)*")
_OTHERS = re.compile(r"(?:his|her|their)\s+\w+")
_ENDS = re.compile(r"\s*(?:[.;)\]]|$)")
_REACH = 120

_Source = tuple[Span, str, Work | None]


def running(document: Document, sources: Sources, taken: list[Span]) -> Iterator[Found]:
    """Yield the marked pages that stand in no bracket which is itself a reference."""
    edges = sorted(taken)
    for match in _MARKED.finditer(document.text):
        span = Span(*match.span())
        printed = match["list"] or match["range"] or match["there"]
        numbers = read(printed) if printed else None
        if (printed and not numbers) or _is_taken(span, edges) or _is_a_name(document.text, match):
            continue
        if match["ibid"]:
            yield Found(span, Reference("nothing", numbers=numbers, ibid=True, marked=True))
        elif numbers:
            room = _room(document.paragraph_at(span.start), span, edges)
            yield _Running(document.text, sources, match, room).found(numbers)


def _is_taken(span: Span, edges: list[Span]) -> bool:
    at = bisect_left(edges, Span(span.end, 0)) - 1
    return at >= 0 and edges[at].touches(span)


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Say whether a capital does not begin a sentence: `a picture on Page 3`."""
    before = text[max(0, match.start() - 3) : match.start()].rstrip()
    return match[0][0] == "P" and bool(before) and before[-1] not in '.!?…:;”’"'


def _room(paragraph: Paragraph, span: Span, edges: list[Span]) -> Span:
    """Return how far a mark's source may reach: within its paragraph, over no other reference."""
    at = bisect_left(edges, span)
    before = edges[at - 1].end if at else 0
    behind = edges[at].start if at < len(edges) else paragraph.end
    start = max(paragraph.start, before, span.start - _REACH)
    return Span(start, min(paragraph.end, behind, span.end + _REACH))


class _Running:
    """One mark in running text, with what stands right before and behind it."""

    def __init__(self, text: str, sources: Sources, match: re.Match[str], room: Span) -> None:
        self.sources, self.match = sources, match
        start, end = match.span()
        stops = [stop.end() for stop in _STOP.finditer(text, room.start, start)]
        self.origin = stops[-1] if stops else room.start
        self.before, self.behind = text[self.origin : start], text[end : room.end]

    def found(self, numbers: Numbers) -> Found:
        """Return the reference; its source stands right before or behind it, if it has one."""
        for find in (self._known_before, self._name_before, self._source_behind):
            if (found := find()) is not None:
                span, source, work = found
                return Found(span, self._reference(source, numbers), work)
        return Found(Span(*self.match.span()), self._reference(None, numbers), None)

    def _reference(self, source: str | None, numbers: Numbers) -> Reference:
        volume = self.match["volume"] or ""
        number = int(volume) if volume.isdecimal() else roman(volume)
        return Reference("nothing", source, None, number, numbers, marked=True)

    def _known_before(self) -> _Source | None:
        """Return a work named right before the mark; an author alone needs a comma behind him."""
        gap = _GAP.search(self.before)
        name = self.before[: gap.start()] if gap else self.before
        known = self.sources.ending(name)
        if known is None or not _balanced(name[known[0] :]):
            return None
        sure = self.sources.titled(name[known[0] :]) or (gap and gap[0].strip() == ",")
        if not sure or name[known[0] :].isdecimal():
            return None
        return self._from(known[0]), name[known[0] :], known[1]

    def _name_before(self) -> _Source | None:
        """Return a name that nobody told of: `Cliff, Lenin, p. 12`."""
        name = _NAME_BEFORE.search(self.before)
        if name is None or not self.before.endswith(", "):
            return None
        printed = name[1].strip(" ,")
        words = re.findall(r"[^\W\d_]+", printed)
        opens = len(words) == 1 and not self.before[: name.start()].strip()
        dated = bool(re.search(r"\d", printed)) and len(words) > 1
        if opens or not (dated or is_name(printed)):
            return None
        return self._from(name.start()), printed, None

    def _source_behind(self) -> _Source | None:
        link = _BEHIND.match(self.behind)
        if link is None:
            return None
        rest = self.behind[link.end() :]
        comma = "," in link[0]
        if (known := self.sources.beginning(rest)) is not None:
            printed = rest[: known[0]]
            sure = self.sources.titled(printed) or not comma or _ENDS.match(rest, known[0])
            if sure and not printed.isdecimal():
                return self._to(link.end() + known[0]), printed, known[1]
        name = _NAME_BEHIND.match(rest) or _OTHERS.match(rest)
        if name is None or comma or not (is_name(name[0]) or _OTHERS.match(name[0])):
            return None
        return self._to(link.end() + name.end()), name[0], None

    def _from(self, at: int) -> Span:
        return Span(self.origin + at, self.match.end())

    def _to(self, at: int) -> Span:
        return Span(self.match.start(), self.match.end() + at)


def _balanced(printed: str) -> bool:
    """Say whether no quotation mark in a name stands alone: then its words are quoted words."""
    curly = printed.count("“") == printed.count("”")
    return curly and printed.count("«") == printed.count("»") and printed.count('"') % 2 == 0
