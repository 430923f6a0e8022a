"""Marked pages in running text: `on page 45 of The Prophet`, `Deutscher, pp. 45–47`."""

import re
from bisect import bisect_left
from collections.abc import Iterator

from embeddings.citations.brackets import Found
from embeddings.citations.forms import Reference
from embeddings.citations.names import is_name
from embeddings.citations.pages import LIST, RANGE, Numbers, read, roman
from embeddings.citations.sources import Sources
from embeddings.types import Document, Paragraph, Span, Work

_MARKED = re.compile(
    r"(?<![\w.])(?:(?i:vols?\.|volume)\s*(?P<volume>\d{1,3}|[IVXLC]+),\s*)?"
    rf"(?:(?:pp\.|[Pp]ages)\s*(?P<list>{LIST})|(?:p\.|[Pp]age)\s*(?P<range>{RANGE})"
    rf"|(?P<ibid>[Ii]bid(?:em)?\b\.?)(?:,?\s+(?:pp?\.\s*)?(?P<there>{RANGE}))?)"
    r"(?![\w%°€$£]|[.,:]\d)"
)
_BEFORE = re.compile(r"[,:.]?\s*(?:(?:on|at|see|cf\.)\s+)?$")
_NAME_BEFORE = re.compile(
    r"([^\W\d_a-z][\w’'.-]*,?\s+(?:(?:[^\W\d_a-z][\w’'.-]*|\d{1,4}|of|the|and|in|&),?\s+)*)$"
)
_BEHIND = re.compile(r"\s+(?:of|in)\s+|,\s+")
_NAME_BEHIND = re.compile(
    r"[^\W\d_a-z][\w’'-]*(?:\s+(?:(?:of|the|and|in)\s+)*[^\W\d_a-z][\w’'-]*)*"
)
_OTHERS = re.compile(r"(?:his|her|their)\s+\w+")
_REACH = 120


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
            yield _Running(document, sources, match).found(numbers)


def _is_taken(span: Span, edges: list[Span]) -> bool:
    at = bisect_left(edges, Span(span.end, 0)) - 1
    return at >= 0 and edges[at].touches(span)


def _is_a_name(text: str, match: re.Match[str]) -> bool:
    """Say whether a capital does not begin a sentence: `a picture on Page 3`."""
    before = text[max(0, match.start() - 3) : match.start()].rstrip()
    return match[0][0] == "P" and bool(before) and before[-1] not in '.!?…:;”’"'


class _Running:
    """One mark in running text, with what stands before and behind it."""

    def __init__(self, document: Document, sources: Sources, match: re.Match[str]) -> None:
        self.text, self.sources, self.match = document.text, sources, match
        self.paragraph: Paragraph = document.paragraph_at(match.start())

    def found(self, numbers: Numbers) -> Found:
        """Return the reference; its source stands right before or behind it, if it has one."""
        start, end = self.match.span()
        for span, source, work in (self._before(), self._behind()):
            if source is not None:
                return Found(span, self._reference(source, numbers), work)
        return Found(Span(start, end), self._reference(None, numbers), None)

    def _reference(self, source: str | None, numbers: Numbers) -> Reference:
        volume = self.match["volume"] or ""
        number = int(volume) if volume.isdecimal() else roman(volume)
        return Reference("nothing", source, None, number, numbers, marked=True)

    def _before(self) -> tuple[Span, str | None, Work | None]:
        start, end = self.match.span()
        origin = max(self.paragraph.start, start - _REACH)
        before = _BEFORE.sub("", self.text[origin:start])
        if (known := self.sources.ending(before)) is not None:
            return Span(origin + known[0], end), before[known[0] :], known[1]
        name = _NAME_BEFORE.search(before + " ")
        comma = self.text[max(0, start - 2) : start] == ", "
        printed = name[1].strip(" ,") if name and comma else ""
        dated = bool(re.search(r"\d", printed))
        if printed and (dated or is_name(printed)) and not self._opens(before, printed):
            at = origin + before.rindex(printed)
            return Span(at, end), printed, None
        return Span(start, end), None, None

    def _opens(self, before: str, printed: str) -> bool:
        """Say whether a single capital may only begin a sentence: `However, p. 45 …`."""
        ahead = before[: before.rindex(printed)].rstrip()
        alone = len(re.findall(r"[^\W\d_]+", printed)) == 1
        return alone and (not ahead or ahead[-1] in '.!?…:(“"')

    def _behind(self) -> tuple[Span, str | None, Work | None]:
        start, end = self.match.span()
        link = _BEHIND.match(self.text, end)
        if link is None:
            return Span(start, end), None, None
        rest = self.text[link.end() : min(self.paragraph.end, link.end() + _REACH)]
        if (known := self.sources.beginning(rest)) is not None:
            return Span(start, link.end() + known[0]), rest[: known[0]], known[1]
        name = _NAME_BEHIND.match(rest) or _OTHERS.match(rest)
        if name and "," not in link[0] and (is_name(name[0]) or _OTHERS.match(name[0])):
            return Span(start, link.end() + name.end()), name[0], None
        return Span(start, end), None, None
