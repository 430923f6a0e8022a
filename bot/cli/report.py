"""`concordance report`: an index to look at, as one page."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from embeddings.editions.edition import Edition
    from embeddings.evaluation.evaluate import Question

OUTPUT = Path("report.html")

Questions = Annotated[
    Path | None,
    typer.Option(metavar="FILE.jsonl", help="Questions to ask. [those of the manifest's entry]"),
]
Against = Annotated[
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
    against: Against = None,
    output: Output = OUTPUT,
    force: Force = False,
    index: options.Index = None,
    document: options.One = None,
    library: options.Library = None,
    as_json: options.Json = False,
) -> None:
    """Write a page that shows the index: its text, pages, passages, answers and editions."""
    from bot.cli.evaluate import drawn
    from embeddings.editions.library import Library
    from embeddings.report.html_page import needed, page
    from embeddings.report.output import writable, write
    from embeddings.report.report import Wanted
    from embeddings.report.report import report as gather

    needed()
    writable(output, force=force)
    editions = Library(options.index_directory(index)).of(document)
    edition = editions.open()
    asked = _questions(questions, library, edition)
    found = gather(editions, edition, Wanted(asked, against, drawn))
    write(output, page(found), force=force)
    if as_json:
        row = {"path": str(output), "edition": found.name, "questions": len(asked)}
        typer.echo(json.dumps(row, ensure_ascii=False))
    else:
        typer.echo(f"{output}: a report on {found.name}, with {len(asked) or 'no'} questions")


def _questions(path: Path | None, library: Path | None, edition: "Edition") -> "Sequence[Question]":
    """Return the questions that are given, or else those that the manifest's entry names."""
    from bot.cli.evaluate import about
    from embeddings.editions.promotion_gate import PromotionTerms
    from embeddings.evaluation.evaluate import read

    if path is not None:
        return about(read(path), edition.concordance.document.key)
    found, _ = PromotionTerms(options.manifest_of(library)).measured(edition)
    return found
