"""The charts of a report with their labels, and the captions of their marks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from embeddings.concordance.annotations import format_paragraphs
from embeddings.concordance.concordance import Concordance
from embeddings.errors import shorten_input
from embeddings.report import charts
from embeddings.report.cited_pages import WorkPages, find_unpaged_quotations
from embeddings.report.report import Report
from embeddings.report.svg import Point
from embeddings.types import Quotation

MAX_WORK_CHARTS = 8
"""Works that get a chart of their own; the pages of the others are in the table."""

_MIN_HEIGHT, _HEIGHT_PER_MARK, _MAX_HEIGHT = 1.3, 0.06, 3.6
_MAX_NARROW_HEIGHT = 2.8
"""Height of a work's chart, in inches."""

_MAX_EXCERPT = 90


@dataclass(frozen=True, slots=True)
class WorkChart:
    """A work with the chart of its pages."""

    work: WorkPages
    chart: charts.ReportChart


def draw_works(report: Report, drawn: set[int]) -> Iterator[WorkChart]:
    """Yield the most cited works with their charts; `drawn` are the numbers of the citations."""
    last = len(report.concordance.document.paragraphs)
    for number, work in enumerate(report.work_pages[:MAX_WORK_CHARTS], 1):
        marked = replace(work, marks=tuple(mark for mark in work.marks if mark.number in drawn))
        if marked.marks:
            label = (
                f"{work.name}: its pages, upwards, against the paragraphs that cite them, from 1 "
                f"to {last}; {work.citations} in all, each in the table of citations"
            )
            height = min(_MAX_HEIGHT, _MIN_HEIGHT + _HEIGHT_PER_MARK * len(marked.marks))
            heights = height, min(height, _MAX_NARROW_HEIGHT)
            draw = charts.plot_cited_pages(marked, last)
            yield WorkChart(work, charts.draw_chart(f"work-{number}", label, heights, draw))


def draw_unpaged(
    concordance: Concordance,
) -> tuple[list[tuple[int, Quotation]], charts.ReportChart | None]:
    """Return the quotations without a page, numbered from 1, and a chart of where they are."""
    unpaged = list(enumerate(find_unpaged_quotations(concordance), 1))
    sample = [unpaged[at] for at in charts.sample_evenly(len(unpaged))]
    if not sample:
        return [], None
    places = [_locate(concordance, number, quotation) for number, quotation in sample]
    label = f"{len(unpaged)} quotations without a page, each a stroke at its paragraph"
    draw = charts.plot_quotations(places, len(concordance.document.paragraphs))
    return sample, charts.draw_chart("unpaged", label, (0.95, 0.95), draw)


def _locate(concordance: Concordance, number: int, quotation: Quotation) -> tuple[int, Point]:
    """Return the paragraph of a quotation, and its point on the chart."""
    document = concordance.document
    paragraph = document.paragraph_at(quotation.start).number
    words = _isolate_excerpt(document.quote(quotation.start, quotation.end))
    return paragraph, Point(f"¶ {paragraph} · {words}", f"quotation-{number}")


def draw_lengths(report: Report) -> charts.ReportChart | None:
    """Return the chart of passage lengths; None where there are no passages."""
    if not report.lengths:
        return None
    all_lengths = report.lengths[-1].characters
    label = (
        f"how many passages there are of each length, from {min(all_lengths):,} to "
        f"{max(all_lengths):,} characters, by whose words they are"
    )
    return charts.draw_chart("lengths", label, (2.8, 2.2), charts.plot_lengths(report.lengths))


def make_spots(report: Report) -> Iterator[charts.Spot]:
    """Yield the passages of the map, each with the part that it begins in."""
    firsts = [part.section.first for part in report.parts]
    passages = report.concordance.passages
    for number in charts.sample_evenly(len(passages)):
        passage = passages[number]
        part = sum(first <= passage.paragraphs[0] for first in firsts) - 1
        words = _isolate_excerpt(passage.text)
        title = f"{format_paragraphs(passage.paragraphs)} · part {part + 1} · {words}"
        point = Point(title, f"passage-{number + 1}")
        yield charts.Spot(number, part, len(firsts), passage.voice, point)


def draw_map(report: Report, spots: Sequence[charts.Spot]) -> charts.ReportChart | None:
    """Return the map of passages by meaning; None where there is no map."""
    if report.semantic_map is None:
        return None
    label = (
        f"{len(spots)} passages: the nearer two lie, the more alike they are in what they say, as "
        "far as two axes can show it; each with its place in the table"
    )
    draw = charts.plot_map(report.semantic_map, spots)
    return charts.draw_chart("map", label, (6.2, 3.8), draw)


def describe_axes(report: Report) -> list[tuple[float, str, str]]:
    """Return each axis's share of the variance, and the passages at its two ends."""
    if report.semantic_map is None:
        return []
    rows = []
    for axis, share in enumerate(report.semantic_map.explained):
        ends = [report.concordance.passages[at] for at in report.semantic_map.find_ends(axis)]
        low, high = (
            f"{format_paragraphs(passage.paragraphs)} {_isolate_excerpt(passage.text)}"
            for passage in ends
        )
        rows.append((share, low, high))
    return rows


def _isolate_excerpt(words: str) -> str:
    """Return an excerpt whose writing direction does not affect the line that it is put in."""
    return f"\N{FIRST STRONG ISOLATE}{make_excerpt(words)}\N{POP DIRECTIONAL ISOLATE}"


def make_excerpt(words: str, limit: int = _MAX_EXCERPT) -> str:
    """Return the beginning of a text on one line, cut between words unless they are very long."""
    whole_words = shorten(words, limit, placeholder=" …")
    if len(whole_words) > limit // 2:
        return whole_words
    return shorten_input(" ".join(words.split()), limit)
