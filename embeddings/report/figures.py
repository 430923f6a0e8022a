"""What the pictures of a report show, each mark with its words and its row in a table."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import paragraphs
from embeddings.errors import shortened
from embeddings.report import charts
from embeddings.report.charts import Picture, Spot, picture
from embeddings.report.cited_pages import Cited, unpaged
from embeddings.report.report import Report
from embeddings.report.svg import Point
from embeddings.types import Quotation

PANELS = 8
"""Works whose pages have a picture of their own; those of the others are in the table."""

_LEAST, _MARK, _MOST = 1.3, 0.06, 3.6
_PHONE = 2.8
_EXCERPT = 90


@dataclass(frozen=True, slots=True)
class Panel:
    """A work with the picture of its pages."""

    cited: Cited
    picture: Picture


def panels(report: Report, drawn: set[int]) -> Iterator[Panel]:
    """Yield the works that are cited most, with pictures of the citations of some numbers."""
    last = len(report.concordance.document.paragraphs)
    for number, one in enumerate(report.cited[:PANELS], 1):
        marked = replace(one, marks=tuple(mark for mark in one.marks if mark.number in drawn))
        if marked.marks:
            label = (
                f"{one.name}: its pages, upwards, against the paragraphs that cite them, from 1 to "
                f"{last}; {one.citations} in all, each in the table of citations"
            )
            height = min(_MOST, _LEAST + _MARK * len(marked.marks))
            draw = charts.cited_pages(marked, last)
            yield Panel(one, picture(f"work-{number}", label, (height, min(height, _PHONE)), draw))


def without_pages(
    concordance: Concordance,
) -> tuple[list[tuple[int, Quotation]], Picture | None]:
    """Return the quotations without a page, numbered from 1, and a picture of where they lie."""
    found = list(enumerate(unpaged(concordance), 1))
    chosen = [found[at] for at in charts.evenly(len(found))]
    if not chosen:
        return [], None
    places = [_place(concordance, *one) for one in chosen]
    label = f"{len(found)} quotations without a page, each a stroke at its paragraph"
    draw = charts.quotations(places, len(concordance.document.paragraphs))
    return chosen, picture("unpaged", label, (0.95, 0.95), draw)


def _place(concordance: Concordance, number: int, one: Quotation) -> tuple[int, Point]:
    document = concordance.document
    at = document.paragraph_at(one.start).number
    told = f"¶ {at} · {_told(document.quote(one.start, one.end))}"
    return at, Point(told, f"quotation-{number}")


def lengths(report: Report) -> Picture | None:
    """Return the picture of how long passages are; None where there are none."""
    if not report.lengths:
        return None
    every = report.lengths[-1]
    label = (
        f"how many passages there are of each length, from {min(every.characters):,} to "
        f"{max(every.characters):,} characters, by whose words they are"
    )
    return picture("lengths", label, (2.8, 2.2), charts.lengths(report.lengths))


def spots(report: Report) -> Iterator[Spot]:
    """Yield the passages of the map, each with the part that it begins in."""
    firsts = [one.section.first for one in report.parts]
    passages = report.concordance.passages
    for number in charts.evenly(len(passages)):
        one = passages[number]
        part = sum(first <= one.paragraphs[0] for first in firsts) - 1
        told = f"{paragraphs(one.paragraphs)} · part {part + 1} · {_told(one.text)}"
        yield Spot(number, part, len(firsts), one.voice, Point(told, f"passage-{number + 1}"))


def by_meaning(report: Report, spots: Sequence[Spot]) -> Picture | None:
    """Return the map of passages; None where there is none."""
    if report.meaning is None:
        return None
    label = (
        f"{len(spots)} passages: the nearer two lie, the more alike they are in what they say, as "
        "far as two axes can show it; each with its place in the table"
    )
    draw = charts.by_meaning(report.meaning, spots)
    return picture("map", label, (6.2, 3.8), draw)


def ends(report: Report) -> list[tuple[float, str, str]]:
    """Return how much each axis explains, and the passages at its ends."""
    if report.meaning is None:
        return []
    found = []
    for axis, share in enumerate(report.meaning.explained):
        two = [report.concordance.passages[at] for at in report.meaning.ends(axis)]
        low, high = (f"{paragraphs(one.paragraphs)} {_told(one.text)}" for one in two)
        found.append((share, low, high))
    return found


def _told(words: str) -> str:
    """Return the beginning of some words of a text, held apart from the line that it is put in."""
    return f"\N{FIRST STRONG ISOLATE}{excerpt(words)}\N{POP DIRECTIONAL ISOLATE}"


def excerpt(words: str, most: int = _EXCERPT) -> str:
    """Return the beginning of some words, on one line: whole ones, unless they are very long."""
    whole = shorten(words, most, placeholder=" …")
    return whole if len(whole) > most // 2 else shortened(" ".join(words.split()), most)
