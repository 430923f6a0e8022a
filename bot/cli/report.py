"""`concordance report`: an HTML page that shows an index."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options
from bot.cli.lines import print_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embeddings.editions.edition import Edition
    from embeddings.evaluation.evaluate import EvaluationQuestion

DEFAULT_OUTPUT = Path("report.html")

Questions = Annotated[
    Path | None,
    typer.Option(metavar="FILE.jsonl", help="Questions to ask. [those of the manifest's entry]"),
]
OtherEdition = Annotated[
    str | None,
    typer.Option(metavar="EDITION", help="Another edition. [the candidate, or the one before]"),
]
Output = Annotated[
    Path, typer.Option(metavar="FILE.html", help="Where the page is written.", show_default=True)
]
Force = Annotated[
    bool, typer.Option("--force", help="Write over a file that is no earlier report.")
]


def report(
    questions: Questions = None,
    against: OtherEdition = None,
    output: Output = DEFAULT_OUTPUT,
    force: Force = False,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    library: options.Library = None,
    as_json: options.Json = False,
) -> None:
    """Write an HTML page about the index.

    It shows the text, its pages and passages, the answers to questions, and the editions.
    """
    from bot.cli.evaluate import track_progress
    from embeddings.editions.library import Library
    from embeddings.report.html_page import check_report_libraries, render_page
    from embeddings.report.output import resolve_output, write_report
    from embeddings.report.report import ReportOptions, gather_report

    # fail before the work is done, not after it
    check_report_libraries()
    resolve_output(output, force=force)

    editions = Library(options.choose_index(index)).get_editions(document)
    edition = editions.open()
    chosen = _choose_questions(questions, library, edition)
    contents = gather_report(editions, edition, ReportOptions(chosen, against, track_progress))
    write_report(output, render_page(contents), force=force)
    if as_json:
        row = {"path": str(output), "edition": contents.name, "questions": len(chosen)}
        typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        print_line(f"{output}: a report on {contents.name}, with {len(chosen) or 'no'} questions")


def _choose_questions(
    path: Path | None, library: Path | None, edition: "Edition"
) -> "Sequence[EvaluationQuestion]":
    """Return the questions of a file, or else those that the manifest's entry names."""
    from bot.cli.evaluate import select_questions
    from embeddings.editions.promotion_gate import PromotionTerms
    from embeddings.evaluation.evaluate import read_questions

    if path is not None:
        return select_questions(read_questions(path), edition.concordance.document.key)
    questions, _ = PromotionTerms(options.load_manifest(library)).find_questions(edition)
    return questions
