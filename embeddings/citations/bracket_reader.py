"""Parse the references in brackets, and give each its work if it is named there."""

import re
from dataclasses import replace
from itertools import islice

from embeddings.citations.brackets import Bracket, FoundReference, Surroundings
from embeddings.citations.forms import YEAR
from embeddings.citations.leads import split_lead
from embeddings.citations.page_numbers import merge_pages
from embeddings.citations.possible_pages import MARKED, has_number, may_cite_page
from embeddings.citations.readings import Reference, clean_part, is_remark, parse_reference
from embeddings.citations.works import Sources
from embeddings.text.proper_names import (
    CAPITAL,
    begins_as_name,
    is_division,
    is_name,
    is_quotation,
)
from embeddings.types import Span, Work

NOT_READ = "“{words}” beside it is not read"
LATER_PROSE = "“{words}” is said of its number, which may be no page"
LATER_NAME = "{words} is named in its bracket, and may be the author of another work"
ALSO_NAMED = "its lead-in names {words} too"
NAMED_BEFORE = "{words} is named before it, which the manifest does not know"

_MARK = re.compile('[“”„"«»]')
_NAME_IN_PROSE = re.compile(rf"(?<=\s){CAPITAL}[\w’'-]+(?:\s+{CAPITAL}[\w’'-]+)*")
_PART = re.compile(r"[^;]+")
_YEAR_AT_END = re.compile(rf",?\s*(?:{YEAR})$")
_SEPARATOR = re.compile(
    r",?\s+(?:and|&|und|sowie)\s+|,\s+|\s+(?:[–—/]|with)\s+|(?<![A-Z])\.\s+(?=[A-Z])"
    r"|(?<!\bbut)\s+(?=(?:but\s+)?(?:cf|vgl|see|contra|vs)\b)"
)
_MAX_SEPARATORS = 12


class BracketReader:
    """Parses the brackets of one text, given the works that it may name."""

    def __init__(self, text: str, sources: Sources) -> None:
        self.text, self.sources = text, sources

    def read(self, bracket: Bracket, surroundings: Surroundings) -> list[FoundReference]:
        """Return the references of a bracket, one for each work.

        Every part between semicolons must be a reference; on the final pass it is enough that
        some part is certainly one. What is not read there is a doubt, if it may be a page.
        """
        # Each part by itself
        references: list[FoundReference] = []
        unread: list[str] = []
        named: str | None = None
        for match in _PART.finditer(self.text, bracket.inner.start, bracket.inner.end):
            part = self._trim(Span(*match.span()))
            words = self.text[part.start : part.end]
            if not words or is_remark(words):
                continue
            before = references[-1] if references else None
            parsed = self._parse_part(part, surroundings, before, set())
            references += self._attribute_to_part(parsed, named) if named else parsed
            named = None if parsed else self._find_source(words)
            if not parsed:
                unread.append(words)
            if not parsed and _MARK.search(words):
                return []  # quoted words that are no title: the bracket is prose
        if unread and not (surroundings.final and any(map(_is_certain, references))):
            return []
        # Parts on the same work together
        joined = [replace(reference, bracket=bracket.span) for reference in _join(references)]
        lost = [words for words in unread if may_cite_page(words, self.sources, beside=True)]
        if lost:
            doubts = (joined[0].doubt, NOT_READ.format(words="; ".join(lost)))
            joined[0] = replace(joined[0], doubt="; ".join(filter(None, doubts)))
        return [replace(joined[0], span=bracket.span)] if len(joined) == 1 else joined

    def _trim(self, span: Span) -> Span:
        words = self.text[span.start : span.end]
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, start + len(words.strip()))

    def _parse_part(
        self,
        part: Span,
        surroundings: Surroundings,
        before: FoundReference | None,
        unreadable: set[int],
    ) -> list[FoundReference]:
        """Return the references of a part, whole or divided at *and*, commas and dashes.

        A whole of an unknown source goes behind parts of known ones: `Okafor 45, Voss, p. 12`.
        `unreadable` are the places from which on it is known to be none.
        """
        whole = self._choose_reading(part, surroundings, before)
        if whole is not None and (whole.work or not whole.reading.source):
            return [whole]
        divided = self._divide_part(part, surroundings, before, unreadable)
        if whole is None or (divided and all(reference.work for reference in divided)):
            return divided
        return [whole]

    def _divide_part(
        self,
        part: Span,
        surroundings: Surroundings,
        before: FoundReference | None,
        unreadable: set[int],
    ) -> list[FoundReference]:
        """Return the references of a part that is several, divided as late as can be."""
        cuts = islice(_SEPARATOR.finditer(self.text, part.start, part.end), _MAX_SEPARATORS)
        for cut in reversed(list(cuts)):
            if cut.end() in unreadable:
                continue
            first = self._choose_reading(Span(part.start, cut.start()), surroundings, before)
            if first is None or not _is_named(first):
                continue  # bare numbers are not divided: there would be many ways to do it
            behind = Span(cut.end(), part.end)
            rest = self._parse_part(behind, surroundings, first, unreadable)
            is_led = not self.text[behind.start : behind.start + 1].isdigit()  # cf. 47
            references = [first, *rest]
            if rest and (is_led or all(map(_is_named, rest))) and any(map(_is_certain, references)):
                return references
            unreadable.add(cut.end())
        return []

    def _choose_reading(
        self, part: Span, surroundings: Surroundings, before: FoundReference | None
    ) -> FoundReference | None:
        """Return the first reading of a part that its surroundings allow.

        One whose work is known goes before one that reads the same pages of an unknown work.
        `before` is the preceding reference of the same bracket.
        """
        allowed = [
            (reading, work)
            for reading in parse_reference(self.text[part.start : part.end])
            for work in [self.sources.resolve(reading.source) if reading.source else None]
            if _is_allowed(reading, work, surroundings, before)
        ]
        if not allowed:
            return None
        reading, work = allowed[0]
        if reading.source and work is None:
            known = (pair for pair in allowed if pair[1] and pair[0].numbers == reading.numbers)
            reading, work = next(known, allowed[0])
        if reading.prose and not MARKED.search(reading.printed):
            doubt = LATER_PROSE.format(words=reading.prose)
            return FoundReference(part, reading, work, doubt=doubt)
        if reading.needs == "a name before":
            author = _find_author(surroundings, before)
            return self._attribute_year(part, reading, author, surroundings.near)
        reference = self._reject_prose(part, reading, work, is_first=before is None)
        if reference and reference.reading.source is None and not reading.back and before is None:
            return self._attribute_to_name(reference, surroundings)
        return reference

    def _attribute_to_part(self, parsed: list[FoundReference], named: str) -> list[FoundReference]:
        """Return references without a source as those of the part before: `Okafor; p. 45`."""
        first = parsed[:1]
        if not first or first[0].reading.source or first[0].reading.back:
            return parsed
        work = self.sources.resolve(named)
        doubt = None if work else NAMED_BEFORE.format(words=named)
        reading = replace(first[0].reading, source=named)
        return [replace(first[0], reading=reading, work=work, doubt=doubt), *parsed[1:]]

    def _find_source(self, words: str) -> str | None:
        """Return the source that a part without a page names: `Okafor, § 12`, `see Marx, 1867`."""
        sources = list(split_lead(clean_part(words)))
        for source in sources:
            if self.sources.resolve(source) is not None:
                return source
        name = _YEAR_AT_END.sub("", sources[-1])
        return sources[-1] if is_name(name) and not has_number(name) else None

    def _attribute_year(
        self, part: Span, reading: Reference, author: str | None, near: str
    ) -> FoundReference:
        """Return a year with its author: the one named, or who wrote the work of that year."""
        year = reading.year or ""
        source = f"{author} {year}" if author else year
        work = self.sources.resolve(source)
        if work is None and (author is None or reading.marked):
            work = self.sources.find_by_year(year, near)
        return FoundReference(part, replace(reading, source=source), work)

    def _attribute_to_name(
        self, reference: FoundReference, surroundings: Surroundings
    ) -> FoundReference:
        """Return pages of the work that is named before them: `Ada (1987) writes “…” (p. 45)`."""
        if surroundings.work:
            return replace(reference, work=surroundings.work)
        if surroundings.narrative is None:
            return reference
        narrative = surroundings.narrative
        work = self.sources.resolve(narrative.source)
        if work is None:
            return replace(reference, doubt=NAMED_BEFORE.format(words=narrative.source))
        named = self.sources.find_named(narrative.words)
        others = [other.reference for other in named if other != work]
        doubt = ALSO_NAMED.format(words=" and ".join(others)) if others else None
        return replace(reference, work=work, doubt=doubt)

    def _reject_prose(
        self, part: Span, reading: Reference, work: Work | None, is_first: bool
    ) -> FoundReference | None:
        """Return a reading without a source that is only prose; None for quoted words.

        Prose that names a work is no source, and no other work's either: it stays, in doubt. So
        does prose with a name in it, unless nothing is cited before it in the bracket.
        """
        if reading.source is None or work is not None:
            return FoundReference(part, reading, work)
        if is_division(reading.source):
            return FoundReference(part, replace(reading, source=None))
        if is_quotation(reading.printed):
            return None
        is_prose = not begins_as_name(reading.source)
        if is_prose and has_number(reading.source):
            return None
        if is_prose and not self.sources.find_named(reading.source):
            name = _NAME_IN_PROSE.search(reading.source)
            doubt = LATER_NAME.format(words=name[0]) if name else None
            if is_first or not name:
                return FoundReference(part, replace(reading, source=None), doubt=doubt)
        return FoundReference(part, reading)


def _is_certain(reference: FoundReference) -> bool:
    """Return whether a reference is certain, whatever surrounds it."""
    reading = reference.reading
    return bool(reference.work or reading.marked or reading.year or reading.back)


def _is_named(reference: FoundReference) -> bool:
    reading = reference.reading
    return bool(reading.source or reading.marked or reading.back)


def _find_author(surroundings: Surroundings, before: FoundReference | None) -> str | None:
    """Return the author of a bare year: of the reference before it, or named before the bracket."""
    if before is not None and before.reading.year and before.reading.source:
        return before.reading.source.removesuffix(before.reading.year).rstrip(" ,")
    return surroundings.name


def _is_allowed(
    reading: Reference,
    work: Work | None,
    surroundings: Surroundings,
    before: FoundReference | None,
) -> bool:
    """Return whether a reading is likely, and has around it what its form needs."""
    if reading.is_unlikely():
        return False
    if reading.source and work is None and not reading.marked and not reading.back:
        name = reading.source.removesuffix(reading.year or "").rstrip(" ,")
        if not is_name(name):
            return False
    named = "," in reading.printed and not reading.may_be_age()
    has_what_it_needs = {
        "nothing": True,
        "a name before": bool(_find_author(surroundings, before))
        or reading.marked
        or ":" in reading.printed,
        "a work": work is not None,
        "a work or a quotation": bool(work or surroundings.closes or named or reading.marked),
        "a quotation": before is not None or surroundings.closes,
    }
    return has_what_it_needs[reading.needs]


def _join(references: list[FoundReference]) -> list[FoundReference]:
    """Join references to the same work: `Deutscher 1954, 45; 47` is one citation."""
    joined = references[:1]
    for current in references[1:]:
        last, reading = joined[-1], current.reading
        old, new = last.reading.numbers, reading.numbers
        if reading.source or reading.back or not (old and new):
            joined.append(current)
            continue
        if reading.volume != last.reading.volume:  # the same work, another volume
            same = replace(reading, source=last.reading.source, back=last.reading.back)
            joined.append(replace(current, work=last.work, reading=same))
            continue
        pages = merge_pages([*old.pages, *new.pages])
        numbers = replace(new, pages=pages, flaw=old.flaw or new.flaw)
        span = Span(last.span.start, current.span.end)
        joined[-1] = replace(last, span=span, reading=replace(last.reading, numbers=numbers))
    return joined
