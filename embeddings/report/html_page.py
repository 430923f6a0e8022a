"""A report as one self-contained HTML page, its style and its charts inside it."""

from datetime import datetime
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.concordance.annotations import format_page, format_paragraphs
from embeddings.concordance.concordance import Concordance
from embeddings.errors import NotInstalledError
from embeddings.evaluation.comparison import Failure
from embeddings.evaluation.evaluate import RANK_METRICS
from embeddings.evaluation.figures import METRICS
from embeddings.report import charts, figures
from embeddings.report.cited_pages import ROLE_NAMES
from embeddings.report.figures import MAX_WORK_CHARTS, make_excerpt
from embeddings.report.output import REPORT_TAG
from embeddings.report.passage_lengths import VOICE_NAMES
from embeddings.report.report import Report

if TYPE_CHECKING:
    from jinja2 import Environment

REPORT_LIBRARIES = ("jinja2", "matplotlib")
"""Libraries that a report needs and asking does not."""

MAX_WORST = 20
"""Questions shown of those answered worst."""

MAX_EDITS = 200
"""Differences of two editions shown."""

COMPARED_MEASURES = [
    measure for measure in METRICS if measure in RANK_METRICS or measure.name == "refused"
]
"""Measures by which two editions are compared; cited pages are those of only one of the texts."""

_TEMPLATES = Path(__file__).with_name("templates")
_MAX_SHOWN = 320
"""Characters shown of a paragraph or passage."""


def check_report_libraries() -> None:
    """Raise NotInstalledError where a library that a report needs is missing."""
    for library in REPORT_LIBRARIES:
        if find_spec(library) is None:
            raise NotInstalledError("a report", library, "pictures")


def render_page(report: Report) -> str:
    """Return a report as HTML."""
    concordance = report.concordance
    citations = list(enumerate(concordance.citations, 1))
    citations = [citations[at] for at in charts.sample_evenly(len(citations))]
    spots = tuple(figures.make_spots(report))
    template = _environment().get_template("page.html")
    return template.render(
        report=report,
        document=concordance.document,
        citations=citations,
        work_charts=list(figures.draw_works(report, {number for number, _ in citations})),
        unpaged=figures.draw_unpaged(concordance),
        lengths=figures.draw_lengths(report),
        spots=spots,
        map=figures.draw_map(report, spots),
        axes=figures.describe_axes(report),
        worst=report.questions.worst if report.questions else [],
    )


def _format_minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _quote_right_paragraphs(failure: Failure, concordance: Concordance) -> list[tuple[int, str]]:
    """Return the paragraphs that answer a question, with their words; only those that exist."""
    document = concordance.document
    numbers = sorted(failure.result.question.paragraphs)
    right = [document.paragraphs[n - 1] for n in numbers if 1 <= n <= len(document.paragraphs)]
    return [
        (paragraph.number, make_excerpt(document.text[paragraph.start : paragraph.end], _MAX_SHOWN))
        for paragraph in right
    ]


@cache
def _environment() -> "Environment":
    """Return the templates' environment, with the filters and constants that they use."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(
        excerpt=make_excerpt,
        minute=_format_minute,
        page=format_page,
        paragraphs=format_paragraphs,
        right_paragraphs=_quote_right_paragraphs,
        trusted=Markup,
    )
    environment.globals.update(
        COMPARED_MEASURES=COMPARED_MEASURES,
        HUE_COUNT=charts.HUE_COUNT,
        MAX_EDITS=MAX_EDITS,
        MAX_SHOWN=_MAX_SHOWN,
        MAX_WORK_CHARTS=MAX_WORK_CHARTS,
        MAX_WORST=MAX_WORST,
        MEASURES=METRICS,
        REPORT_TAG=Markup(REPORT_TAG),  # noqa: S704  (a constant)
        ROLE_NAMES=ROLE_NAMES,
        VOICE_NAMES=VOICE_NAMES,
    )
    return environment
