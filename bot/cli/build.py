"""`concordance build`: read, split, embed, index, make live where it is no worse."""

import json
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import options
from bot.cli.edition_summary import describe_outcome
from bot.cli.lines import print_line
from bot.cli.progress import Form, report_progress
from embeddings.models.names import ModelNames, choose_default_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.cli.progress import Tell
    from embeddings.editions.build import BuildResult
    from embeddings.editions.build_tools import BuildTools
    from embeddings.editions.edition import Edition

CrossEncoder = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="A cross-encoder that scores the candidates again."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Put this text in the place of another one.")
]
Add = Annotated[bool, typer.Option("--add", help="Put this text beside those that the index has.")]
Candidate = Annotated[
    bool, typer.Option("--candidate", help="Stop before it goes live: see diff and promote.")
]
Correction = Annotated[
    bool,
    typer.Option(
        "--correction",
        help="Take a text that no entry of the manifest fits for another edition of the live "
        "one, and build it with that one's models unless told.",
    ),
]
Progress = Annotated[
    Form,
    typer.Option(
        help="How far it is, on standard error: a bar, where that is a terminal; JSON, one "
        "object a line; or nothing."
    ),
]


def build(
    text: options.TextFile = None,
    index: options.Index = None,
    library: options.Library = None,
    document: options.Document = None,
    models: options.Models = None,
    cross_encoder: CrossEncoder = None,
    replace: Replace = False,
    add: Add = False,
    candidate: Candidate = False,
    correction: Correction = False,
    force: options.Force = False,
    reason: options.Reason = None,
    keep: options.Keep = None,
    progress: Progress = "bar",
    as_json: options.Json = False,
) -> None:
    """Build the index of a text and make it live, if it is no worse."""
    from embeddings.editions.build import build_edition
    from embeddings.editions.correction import as_correction, corrected_edition
    from embeddings.editions.library import Library

    _check(candidate=candidate, forced=force or bool(reason), both=add and replace)
    with report_progress(progress) as tell:
        tell("reading")
        held = Library(options.choose_index(index))
        read = options.read_text(text, library, document)
        terms = options.make_terms(library, force, reason, keep)
        live = corrected_edition(held, document) if correction else None
        read = as_correction(read, held, live, options.load_manifest(library)) if live else read
        editions = held.choose_editions(read, add=add, replace=replace)
        names = options.choose_models(models) or held.find_model_names(editions)
        tools = _tools(names, cross_encoder, live, tell)
        before = editions.open_usable()
        built = build_edition(read, editions, tools, replace, None if candidate else terms)
    if read.entry_sha256 is None:
        _warn("unusual: no entry of a manifest describes the text; it is read by defaults")
    _report(built, describe_outcome(editions, before, built, terms), as_json)


def _check(*, candidate: bool, forced: bool, both: bool) -> None:
    """Refuse options that contradict one another."""
    if candidate and forced:
        raise typer.BadParameter("a --candidate does not go live: give --force to promote")
    if both:
        raise typer.BadParameter("a text cannot both be added (--add) and replace one (--replace)")


def _tools(
    models: ModelNames | None, cross_encoder: str | None, live: "Edition | None", tell: "Tell"
) -> "BuildTools":
    """Return what a build needs: the models, unless told those that are installed.

    A correction is scored as the live edition is, unless told.
    """
    from embeddings.editions.build_tools import BuildTools

    tell("loading")
    scorer = cross_encoder or (live.info.search.cross_encoder if live else None)
    return BuildTools.for_models(
        models or choose_default_names(), partial(tell, "embedding"), scorer
    )


def _warn(warning: str) -> None:
    print_line(f"concordance: {warning}", err=True)


def _report(built: "BuildResult", outcome: "Iterator[str]", as_json: bool) -> None:
    """Print what was built, and what came of it; a text that has not changed came to nothing."""
    for warning in built.warnings:
        _warn(f"unusual: {warning}")
    if as_json:
        typer.echo(json.dumps({**asdict(built), "path": str(built.path)}, ensure_ascii=False))
    elif built.changed:
        counts = ", ".join(f"{number} {name}" for name, number in built.counts.items())
        recall = (
            "" if built.recall is None else f"; recall@10 of the first stage {built.recall:.3f}"
        )
        what = "" if built.live else "a candidate of "
        print_line(f"{built.path}: {what}{counts}; {built.embedded} embedded anew{recall}")
        for line in outcome:
            print_line(line)
    else:
        print_line(f"{built.path}: nothing has changed")
