"""Marked pages in running text: `on page 45 of The Prophet`, `Deutscher, pp. 45–47`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from embeddings.citations.brackets import FoundReference
from embeddings.citations.forms import Reference
from embeddings.citations.page_numbers import LIST, RANGE, Numbers, ordinal, read
from embeddings.citations.works import Sources
from embeddings.text.proper_names import CAPITAL, is_name
from embeddings.types import Document, Paragraph, Span, Work

_MARKED = re.compile(
    r"(?<![\w.])(?:(?i:vols?\.|volume)\s*(?P<volume>\d{1,3}|[IVXLC]+|[ivxlc]+),\s*)?"
    rf"(?:(?:pp\.|[Pp]ages)\s*(?P<list>{LIST})|(?:p\.|[Pp]age)\s*(?P<range>{RANGE})"
    rf"|(?P<ibid>[Ii]bid(?:em)?\b\.?)(?:,?\s+(?:pp?\.\s*)?(?P<there>{RANGE}))?)"
    r"(?![\w%°€$£]|[.,:]\d)"
)
_GAP = re.compile(
    r"[,:]?\s*(?:(?:on|at|see|cf\.)\s+|(?:ch|chap|sec|part|pt|bk|book)\.?\s*[\divxlc]+,\s*)?$"
)
_STOP = re.compile(
    r"(?<![A-Z])(?<!\bvol)(?<!\bch)(?<!\bchap)(?<!\bsec)(?<!\bpt)(?<!\bbk)(?<!\bed)(?<!\bcf)"
    r"[.!?…]+[”’\"»)]*\s|[;()\[\]]"
)
_NAME_BEFORE = re.compile(
    rf"({CAPITAL}[\w’'.-]*,?\s+(?:(?:{CAPITAL}[\w’'.-]*|\d{{1,4}}|of|the|and|in|&),?\s+)*)$"
)
_OF = re.compile(r"\s+(?:of|in|from)\s+")
_OPENING = '“"«‘'
_NAME_BEHIND = re.compile(rf"{CAPITAL}[\w’'-]*(?:\s+(?:(?:of|the|and|in)\s+)*{CAPITAL}[\w’'-]*)*")
_OTHERS = re.compile(r"(?:his|her|their)\s+\w+")
_ENDS = re.compile(r"\s*(?:[.;)\]]|$)")
_REACH = 120

_Source = tuple[Span, str, Work | None]


def running(document: Document, sources: Sources, taken: list[Span]) -> Iterator[FoundReference]:
    """Yield the marked pages that stand in no bracket which is itself a reference."""
    edges = sorted(taken)
    matches = list(_MARKED.finditer(document.text))
    done = 0
    for match, following in pairwise([*matches, None]):
        if match is None:
            break
        span = Span(*match.span())
        printed = match["list"] or match["range"] or match["there"]
        numbers = read(printed) if printed else None
        if (printed and not numbers) or _is_taken(span, edges) or _is_a_name(document.text, match):
            continue
        if match["ibid"]:
            yield FoundReference(
                span, Reference("nothing", numbers=numbers, ibid=True, marked=True)
            )
            done = span.end
        elif numbers:
            room = _room(document.paragraph_at(span.start), span, edges)
            end = min(room.end, following.start()) if following else room.end
            room = Span(max(room.start, done), max(end, span.end))
            found = _Running(document.text, sources, match, room).found(numbers)
            done = found.span.end
            yield found


def _is_taken(span: Span, edges: list[Span]) -> bool:
    at = bisect_left(edges, Span(span.end, 0)) - 1
    return at >= 0 and edges[at].touches(span)


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Say whether a capital does not begin a sentence: `a picture on Page 3`."""
    before = text[max(0, match.start() - 3) : match.start()].rstrip()
    if match[0].endswith(" I"):  # the pronoun
        return True
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

    def found(self, numbers: Numbers) -> FoundReference:
        """Return the reference; its source stands right before or behind it, if it has one."""
        finds = (self._source_of, self._known_before, self._name_before, self._source_behind)
        for find in finds:
            if (found := find()) is not None:
                span, source, work = found
                return FoundReference(span, self._reference(source, numbers), work)
        return FoundReference(Span(*self.match.span()), self._reference(None, numbers), None)

    def _reference(self, source: str | None, numbers: Numbers) -> Reference:
        volume = ordinal(self.match["volume"] or "")
        return Reference("nothing", source, None, volume, numbers, marked=True)

    def _known_before(self) -> _Source | None:
        """Return a work named right before the mark; an author alone needs a comma behind him."""
        gap = _GAP.search(self.before)
        name = self.before[: gap.start()] if gap else self.before
        known = self.sources.ending(name)
        if known is None:
            return None
        at = known[0] - 1 if known[0] and name[known[0] - 1] in _OPENING else known[0]
        printed = name[at:]
        sure = self.sources.titled(printed) or (gap and gap[0].strip() == ",")
        if not sure or printed.isdecimal() or not _balanced(printed):
            return None
        return self._from(at), printed, known[1]

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

    def _source_of(self) -> _Source | None:
        """Return the source that stands behind the mark with of or in: `page 45 of Harman`."""
        link = _OF.match(self.behind)
        if link is None:
            return None
        rest = self.behind[link.end() :]
        known = self.sources.beginning(rest)
        if known is not None and not rest[: known[0]].isdecimal():
            return self._to(link.end() + known[0]), rest[: known[0]], known[1]
        name = _NAME_BEHIND.match(rest) or _OTHERS.match(rest)
        if name is None or not (is_name(name[0]) or _OTHERS.match(name[0])):
            return None
        return self._to(link.end() + name.end()), name[0], None

    def _source_behind(self) -> _Source | None:
        """Return a known source behind a comma, unless it is the next mark's."""
        link = re.match(r",\s+", self.behind)
        known = self.sources.beginning(self.behind[link.end() :]) if link else None
        if link is None or known is None:
            return None
        end = link.end() + known[0]
        printed = self.behind[link.end() : end]
        sure = self.sources.titled(printed) or _ENDS.match(self.behind, end)
        if not sure or printed.isdecimal() or self._is_next(end):
            return None
        return self._to(end), printed, known[1]

    def _is_next(self, end: int) -> bool:
        rest = self.behind[end:]  # it ends where the next mark begins
        return bool(rest) and not rest.strip(" ,")

    def _from(self, at: int) -> Span:
        return Span(self.origin + at, self.match.end())

    def _to(self, at: int) -> Span:
        return Span(self.match.start(), self.match.end() + at)


def _balanced(printed: str) -> bool:
    """Say whether no quotation mark in a name stands alone: then its words are quoted words."""
    curly = printed.count("“") == printed.count("”")
    return curly and printed.count("«") == printed.count("»") and printed.count('"') % 2 == 0
