"""A report as one page that needs nothing from outside: its style and its pictures in it."""

from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.concordance.concordance import Concordance
from embeddings.concordance.references import page as page_of
from embeddings.concordance.references import paragraphs
from embeddings.errors import NotInstalledError
from embeddings.evaluation.comparison import Failure
from embeddings.evaluation.evaluate import MEASURES, RANKED
from embeddings.report import charts, figures
from embeddings.report.cited_pages import KINDS
from embeddings.report.figures import PANELS, excerpt
from embeddings.report.output import MARK
from embeddings.report.passage_lengths import VOICES
from embeddings.report.report import Report

if TYPE_CHECKING:
    from jinja2 import Environment

NEEDED = ("jinja2", "matplotlib")
"""Libraries that a report needs, and asking does not."""

WORST = 20
"""Questions that are shown of those answered worst."""

EDITS = 200
"""Differences of two editions that are shown."""

COMPARED = [one for one in MEASURES if one in RANKED or one.name == "refused"]
"""What two editions are compared in: pages are graded by the numbers of one text alone."""

_TEMPLATES = Path(__file__).with_name("templates")
_SHOWN = 320


def needed() -> None:
    """Raise NotInstalledError where what a report needs is not there."""
    for library in NEEDED:
        if find_spec(library) is None:
            raise NotInstalledError("a report", library, "pictures")


def page(report: Report) -> str:
    """Write a report as HTML."""
    concordance = report.concordance
    citations = list(enumerate(concordance.citations, 1))
    citations = [citations[at] for at in charts.evenly(len(citations))]
    spots = tuple(figures.spots(report))
    template = _environment().get_template("page.html")
    return template.render(
        report=report,
        document=concordance.document,
        citations=citations,
        panels=list(figures.panels(report, {number for number, _ in citations})),
        unpaged=figures.without_pages(concordance),
        lengths=figures.lengths(report),
        spots=spots,
        map=figures.by_meaning(report, spots),
        ends=figures.ends(report),
        worst=report.measured.worst if report.measured else [],
    )


def minute(at: datetime) -> str:
    """Return a time as it is shown."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def right(failure: Failure, concordance: Concordance) -> list[tuple[int, str]]:
    """Return the paragraphs that answer a question, with their words; those that there are."""
    document = concordance.document
    numbers = sorted(failure.asked.question.paragraphs)
    found = [document.paragraphs[n - 1] for n in numbers if 1 <= n <= len(document.paragraphs)]
    return [(one.number, excerpt(document.text[one.start : one.end], _SHOWN)) for one in found]


@cache
def _environment() -> "Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    made.filters.update(
        excerpt=excerpt,
        minute=minute,
        page=page_of,
        paragraphs=paragraphs,
        right=right,
        ours=Markup,
    )
    made.globals.update(
        EDITS=EDITS,
        HUES=charts.HUES,
        KINDS=KINDS,
        MARK=Markup(MARK),  # noqa: S704  (a constant)
        MEASURES=MEASURES,
        PANELS=PANELS,
        COMPARED=COMPARED,
        SHOWN=_SHOWN,
        VOICES=VOICES,
        WORST=WORST,
    )
    return made
