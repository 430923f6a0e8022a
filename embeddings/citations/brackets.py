"""Brackets that may cite, and the references in each of them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from embeddings.citations.forms import Reference, reference, remark
from embeddings.citations.page_numbers import merged
from embeddings.citations.works import Sources
from embeddings.text.proper_names import begins_as_name, is_division, is_name, is_quotation
from embeddings.types import Span, Work

_ROUND = r"\((?:[^()\n]|\([^()\n]{0,60}\)){1,200}\)"
_SQUARE = r"\[(?:[^\[\]\n]|\[[^\[\]\n]{0,60}\]){1,200}\]"
_BRACKET = re.compile(rf"(?=({_ROUND}|{_SQUARE}))")
_TELLING = re.compile(r"\d|(?i:\bib)|(?i:\bpp?\b)|\b[ivxlc]+\b")
_DASHED = re.compile(r"[–—―-]\s*(?=[^\s–—―-])")
_MARK = re.compile('[“”„"«»]')
_PART = re.compile(r"[^;]+")
_BETWEEN = re.compile(r",?\s+(?:and|&)\s+|,\s+")

ATTRIBUTION = 160
"""A paragraph that begins with a dash and is no longer than this names a source."""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracket or an attribution line: its whole span, and that of what is in it."""

    span: Span
    inner: Span
    square: bool = False


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference found in a text, its work if that is known, and the bracket it stands in."""

    span: Span
    reference: Reference
    work: Work | None = None
    bracket: Span | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a bracket's surroundings tell: whether it closes a quotation, who is named before.

    `name` stands right before it, and so does the quoted title of `work`; `near` is the text
    before it, in its paragraph; `last` says that nothing more will be known.
    """

    closes: bool
    name: str | None = None
    near: str = ""
    work: Work | None = None
    last: bool = False


def brackets(text: str) -> Iterator[Bracket]:
    """Yield the brackets of a text that hold something like a number, the outer ones first."""
    for match in _BRACKET.finditer(text):
        start, end = match.span(1)
        if _TELLING.search(text, start + 1, end - 1):
            yield Bracket(Span(start, end), Span(start + 1, end - 1), text[start] == "[")


def attribution(text: str, start: int, end: int) -> Bracket | None:
    """Return the source that a paragraph consists of: `– Trotsky, Diary in Exile`."""
    dash = _DASHED.match(text, start, end)
    if dash is None or end - start > ATTRIBUTION:
        return None
    end = start + len(text[start:end].rstrip(" ."))
    return Bracket(Span(dash.end(), end), Span(dash.end(), end))


class Reader:
    """Reads brackets of one text against the works that it may name."""

    def __init__(self, text: str, sources: Sources, default: Work | None) -> None:
        self.text, self.sources, self.default = text, sources, default

    def read(self, bracket: Bracket, place: Surroundings) -> list[FoundReference]:
        """Return the references of a bracket, one for each work.

        At last, a part that is no reference is passed over where another part tells itself.
        """
        found: list[FoundReference] = []
        whole = True
        for match in _PART.finditer(self.text, bracket.inner.start, bracket.inner.end):
            part = self._trimmed(Span(*match.span()))
            if remark(self.text[part.start : part.end]):
                continue
            here = self._part(part, place, found[-1] if found else None)
            found += here
            whole = whole and bool(here)
            if not here and _MARK.search(self.text, part.start, part.end):
                return []
        if not whole and not (place.last and any(_tells(one) for one in found)):
            return []
        joined = [replace(one, bracket=bracket.span) for one in _joined(found)]
        return [replace(joined[0], span=bracket.span)] if len(joined) == 1 else joined

    def _trimmed(self, span: Span) -> Span:
        words = self.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip()))

    def _part(
        self, part: Span, place: Surroundings, before: FoundReference | None
    ) -> list[FoundReference]:
        if (one := self._choose(part, place, before)) is not None:
            return [one]
        for cut in _BETWEEN.finditer(self.text, part.start, part.end):
            first = self._choose(Span(part.start, cut.start()), place, before)
            if first is None or not (first.reference.source or first.reference.marked):
                continue  # a list of bare numbers is not divided: that could be done in many ways
            rest = self._part(Span(cut.end(), part.end), place, first)
            named = all(one.reference.source or one.reference.marked for one in rest)
            if rest and named and any(_tells(one) for one in (first, *rest)):
                return [first, *rest]
        return []

    def _choose(
        self, part: Span, place: Surroundings, before: FoundReference | None
    ) -> FoundReference | None:
        """Return the first reading of a part that its surroundings allow.

        `before` is the reference that stands before it in the same bracket.
        """
        for reading in reference(self.text[part.start : part.end]):
            work = self.sources.resolve(reading.source) if reading.source else None
            if reading.needs == "a name before" and _allowed(reading, work, place, before):
                return self._of_year(part, reading, _author(place, before), place.near)
            if _allowed(reading, work, place, before):
                found = self._found(part, reading, work)
                titled = found is not None and found.reference.source is None and place.work
                return replace(found, work=place.work) if found and titled else found
        return None

    def _of_year(
        self, part: Span, reading: Reference, author: str | None, near: str
    ) -> FoundReference:
        """Return a year with its author: the one who is named, or whose work of that year it is."""
        year = reading.year or ""
        if author is None and (work := self.sources.of_year(year, near)) is not None:
            return FoundReference(part, replace(reading, source=year), work)
        named = f"{author} {year}" if author else year
        return FoundReference(part, replace(reading, source=named), self.sources.resolve(named))

    def _found(self, part: Span, reading: Reference, work: Work | None) -> FoundReference | None:
        if reading.source and work is None and is_division(reading.source):
            return FoundReference(part, replace(reading, source=None))
        if reading.source and work is None and is_quotation(reading.printed):
            return None
        if reading.source and work is None and not begins_as_name(reading.source):
            inside = self.sources.named(reading.source)
            if not inside or inside == [self.default]:
                return FoundReference(part, replace(reading, source=None))
        return FoundReference(part, reading, work)


def _tells(found: FoundReference) -> bool:
    """Say whether a reference is one wherever it stands."""
    return found.work is not None or found.reference.marked or found.reference.year is not None


def _author(place: Surroundings, before: FoundReference | None) -> str | None:
    """Return whose year it is: that of the reference before, or of the name before the bracket."""
    if before is not None and before.reference.year and before.reference.source:
        return before.reference.source.removesuffix(before.reference.year).rstrip(" ,")
    return place.name


def _allowed(
    reading: Reference, work: Work | None, place: Surroundings, before: FoundReference | None
) -> bool:
    if reading.unlikely():
        return False
    if reading.source and work is None and not reading.marked:
        name = reading.source.removesuffix(reading.year or "").rstrip(" ,")
        if not is_name(name):
            return False
    if reading.needs == "a name before":
        return bool(_author(place, before)) or reading.marked or ":" in reading.printed
    if reading.needs == "a work or a quotation":
        named = "," in reading.printed and not reading.may_be_age()
        return work is not None or place.closes or named or reading.marked
    if reading.needs == "a quotation":
        return before is not None or place.closes
    return True


def _joined(found: list[FoundReference]) -> list[FoundReference]:
    """Join what follows on the same work: `Deutscher 1954, 45; 47` is one citation."""
    joined = found[:1]
    for one in found[1:]:
        last, new = joined[-1], one.reference
        old, numbers = last.reference.numbers, new.numbers
        if new.source or new.ibid or not (old and numbers):
            joined.append(one)
            continue
        if new.volume != last.reference.volume:
            joined.append(replace(one, work=last.work, reference=_of_same(new, last.reference)))
            continue
        pages = merged([*old.pages, *numbers.pages])
        both = replace(numbers, pages=pages, flaw=old.flaw or numbers.flaw)
        reading = replace(last.reference, numbers=both)
        joined[-1] = FoundReference(Span(last.span.start, one.span.end), reading, last.work)
    return joined


def _of_same(volume: Reference, before: Reference) -> Reference:
    return replace(volume, source=before.source, ibid=before.ibid)
