"""`concordance diff`: what an edition has that another has not, and whether it may go live."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options
from bot.cli.lines import print_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from embeddings.diff.diff import Edit
    from embeddings.editions.comparison import Comparison

EditionName = Annotated[str | None, typer.Argument(metavar="A", help="An edition. [the live one]")]
OtherName = Annotated[str | None, typer.Argument(metavar="B", help="Another. [the candidate]")]
Summary = Annotated[
    bool,
    typer.Option(
        "--summary",
        help="First say how many differences there are of each kind, and why B had better not "
        "take A's place.",
    ),
]
Limit = Annotated[
    int | None,
    typer.Option(metavar="N", min=0, help="At most N differences, what is lost before the rest."),
]


def diff(
    edition: EditionName = None,
    other: OtherName = None,
    index: options.Index = None,
    document: options.IndexedDocument = None,
    library: options.Library = None,
    summary: Summary = False,
    limit: Limit = None,
    as_json: options.Json = False,
) -> None:
    """Show what differs between two editions.

    With one edition alone: what differs from the live one to it.
    """
    from embeddings.editions.comparison import Comparison
    from embeddings.editions.library import Library

    editions = Library(options.choose_index(index)).find_editions(edition, document)
    compared = Comparison.of(editions, edition, other, needed=not summary)
    if summary:
        _print_summary(compared, library, as_json)
    edits = compared.edits if limit is None else compared.first_edits(limit)
    if as_json:
        for edit in edits:
            typer.echo(json.dumps(asdict(edit), ensure_ascii=False))
    elif edits:
        _print(edits)
    elif compared.before is not None and not compared.edits:
        before, after = compared.before.path.name, compared.after.path.name
        print_line(f"{after} has the words and the pages of {before}")


def _print_summary(compared: "Comparison", library: Path | None, as_json: bool) -> None:
    """Print how much differs, and whether the later edition may take the earlier one's place."""
    from bot.cli.edition_summary import summarize
    from embeddings.editions.promotion_gate import PromotionTerms

    assessment = compared.assess(PromotionTerms(options.load_manifest(library)))
    if as_json:
        members = {
            "before": compared.before and compared.before.path.name,
            "after": compared.after.path.name,
            "candidate": compared.candidate,
            "counts": compared.counts,
            "reasons": assessment.objections,
            "questions": assessment.asked,
        }
        typer.echo(json.dumps(members, ensure_ascii=False))
        return
    for line in summarize(compared, assessment):
        print_line(line)


def _print(edits: "Iterable[Edit]") -> None:
    from bot.cli.terminal import print_rows

    rows = [
        (
            edit.what,
            _kind(edit),
            _arrow(_numbers(edit.before), _numbers(edit.after)),
            edit.in_context(_arrow(edit.was, edit.now)),
            _arrow(edit.was_cited, edit.now_cited),
        )
        for edit in edits
    ]
    print_rows(("what", "how", "paragraph", "words", "cited"), rows)


def _kind(edit: "Edit") -> str:
    return f"{edit.kind}: {', '.join(edit.fields)}" if edit.fields else edit.kind


def _numbers(paragraphs: tuple[int, ...]) -> str | None:
    return ", ".join(map(str, paragraphs)) or None


def _arrow(was: str | None, now: str | None) -> str:
    """Return what was and what is, on one line, or only what still is."""
    from embeddings.errors import shorten_input

    old, new = (shorten_input(" ".join((side or "").split())) for side in (was, now))
    return new if old == new else f"{old} → {new}"
