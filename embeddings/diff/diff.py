"""What one edition of a text has that another has not: paragraphs, quotations, pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, takewhile
from typing import Literal

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import file_pages, page
from embeddings.diff.citations import Field, Pair, Side, pair
from embeddings.diff.paragraphs import Match, match
from embeddings.types import Citation, Quotation, Span

What = Literal["paragraph", "quotation", "citation", "page"]
Kind = Literal[
    "added", "removed", "changed", "moved", "moved and changed", "divided", "joined",
    "lost", "gained",
]  # fmt: skip

LOSSES: tuple[Kind, ...] = ("removed", "lost")
"""What has to be announced before an edition goes live."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A difference of two editions, with the numbers of its paragraphs in both.

    `was` and `now` are the words of a paragraph from the first to the last that differs, those
    of a quotation, or the printed form of a citation; `was_cited` and `now_cited`, the work and
    page of a citation, or the printed forms of a quotation's. `fields` are what differs.
    A page is one of the text's own file: it has no words, and is cited as a reference has it.
    """

    what: What
    kind: Kind
    before: tuple[int, ...]
    after: tuple[int, ...]
    was: str | None = None
    now: str | None = None
    was_cited: str | None = None
    now_cited: str | None = None
    fields: tuple[Field, ...] = ()

    @property
    def lost(self) -> bool:
        """Say whether the later edition lacks it."""
        return self.kind in LOSSES


@dataclass(frozen=True, slots=True)
class Diff:
    """Two editions beside one another: which paragraphs are which, and what differs."""

    matches: tuple[Match, ...]
    edits: tuple[Edit, ...]

    def numbers(self, *, back: bool = False) -> dict[int, frozenset[int]]:
        """Return the paragraphs of the one edition with those that they are in the other."""
        rows = (
            (one.after, one.before) if back else (one.before, one.after) for one in self.matches
        )
        return {old + 1: frozenset(new + 1 for new in news) for olds, news in rows for old in olds}


def diff(before: Concordance, after: Concordance) -> Diff:
    """Return what a later edition differs in: paragraphs, quotations, citations, own pages."""
    matches = match(_texts(before), _texts(after))
    sides = (
        Side(before, {n + 1: place for place, one in enumerate(matches) for n in one.before}),
        Side(after, {n + 1: place for place, one in enumerate(matches) for n in one.after}),
    )
    quotations, citations = pair(*sides)
    edits = chain(
        _some(_paragraph(one, before, after) for one in matches),
        _ordered(_quotation(one, before, after) for one in quotations if _differs(one)),
        _ordered(_citation(one) for one in citations if _differs(one)),
        _some(_page(one, before, after) for one in matches),
    )
    return Diff(tuple(matches), tuple(edits))


def _texts(concordance: Concordance) -> list[str]:
    document = concordance.document
    return [document.text[one.start : one.end] for one in document.paragraphs]


def _some(edits: Iterable[Edit | None]) -> Iterator[Edit]:
    return (one for one in edits if one is not None)


def _ordered(edits: Iterable[Edit]) -> list[Edit]:
    return sorted(edits, key=lambda one: (one.after or one.before, bool(one.after)))


def _differs(one: Pair[Quotation] | Pair[Citation]) -> bool:
    return one.before is None or one.after is None or bool(one.fields)


def _paragraph(one: Match, before: Concordance, after: Concordance) -> Edit | None:
    """Return what became of paragraphs; None where they are what and where they were."""
    was, now = _words(before, one.before), _words(after, one.after)
    kind = _kind(one, changed=was != now)
    if kind is None:
        return None
    if was and now and was != now:
        was, now = _differing(was, now)
    words, there = (" ".join(side) or None for side in (was, now))
    return Edit("paragraph", kind, *_numbered(one), words, there)


def _kind(one: Match, *, changed: bool) -> Kind | None:
    if not one.before:
        return "added"
    if not one.after:
        return "removed"
    if len(one.before) != len(one.after):
        return "divided" if len(one.before) == 1 else "joined"
    if one.moved:
        return "moved and changed" if changed else "moved"
    return "changed" if changed else None


def _numbered(one: Match) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(at + 1 for at in one.before), tuple(at + 1 for at in one.after)


def _words(concordance: Concordance, places: Iterable[int]) -> list[str]:
    texts = _texts_at(concordance, places)
    return [word for text in texts for word in text.split()]


def _texts_at(concordance: Concordance, places: Iterable[int]) -> Iterator[str]:
    document = concordance.document
    for place in places:
        one = document.paragraphs[place]
        yield document.text[one.start : one.end]


def _differing(was: Sequence[str], now: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return words without those that both begin and end with."""
    start = _common(was, now)
    rest, there = was[start:], now[start:]
    end = _common(rest[::-1], there[::-1])
    return list(rest[: len(rest) - end]), list(there[: len(there) - end])


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _page(one: Match, before: Concordance, after: Concordance) -> Edit | None:
    """Return what became of the file's own pages; None where they are those that they were."""
    was, now = _pages_of(before, one.before), _pages_of(after, one.after)
    if was == now or not one.before or not one.after:
        return None
    return Edit(
        "page",
        "lost" if not now else "moved" if was else "gained",
        *_numbered(one),
        was_cited=file_pages(was),
        now_cited=file_pages(now),
    )


def _pages_of(concordance: Concordance, places: Iterable[int]) -> tuple[str, ...]:
    document = concordance.document
    held = (document.paragraphs[place] for place in places)
    every = (document.pages_in(Span(one.start, one.end)) for one in held)
    return tuple(dict.fromkeys(chain.from_iterable(every)))


def _quotation(one: Pair[Quotation], before: Concordance, after: Concordance) -> Edit:
    """Return what became of a quotation."""
    old, new = one.before, one.after
    kind: Kind = "changed" if "words" in one.fields else "moved"
    return Edit(
        what="quotation",
        kind="lost" if new is None else "gained" if old is None else kind,
        before=_numbers(before, old),
        after=_numbers(after, new),
        was=_quoted(before, old),
        now=_quoted(after, new),
        was_cited=_printed(old),
        now_cited=_printed(new),
        fields=one.fields,
    )


def _quoted(concordance: Concordance, one: Quotation | None) -> str | None:
    return None if one is None else concordance.document.quote(one.start, one.end)


def _numbers(concordance: Concordance, one: Quotation | None) -> tuple[int, ...]:
    return () if one is None else concordance.document.paragraphs_in(one.span)


def _printed(one: Quotation | None) -> str | None:
    printed = [citation.printed for citation in one.citations] if one else []
    return " ".join(dict.fromkeys(printed)) or None


def _citation(one: Pair[Citation]) -> Edit:
    """Return what became of a citation."""
    old, new = one.before, one.after
    return Edit(
        what="citation",
        kind="lost" if new is None else "gained" if old is None else "moved",
        before=(old.paragraph,) if old else (),
        after=(new.paragraph,) if new else (),
        was=old.printed if old else None,
        now=new.printed if new else None,
        was_cited=_cited(old),
        now_cited=_cited(new),
        fields=one.fields,
    )


def _cited(one: Citation | None) -> str | None:
    if one is None:
        return None
    return f"{one.work}, {page(one)}" if one.work else page(one)
