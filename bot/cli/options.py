"""The options that several commands share, and their values with the settings as defaults."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from typer.core import TyperArgument, TyperCommand

from bot.settings import DEFAULT_LIBRARY, Settings
from embeddings.models.names import ModelNames, parse_names

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter

    from embeddings.concordance.concordance import Text
    from embeddings.editions.promotion_gate import PromotionTerms
    from embeddings.manifest.manifest import Manifest

FORMATS = "{formats}"
"""The place of the formats in an argument's help."""


class TextCommand(TyperCommand):
    """A command that takes a text. The formats are looked up only when its help is shown."""

    def format_help(self, ctx: "Context", formatter: "HelpFormatter") -> None:
        """Write the help, with the formats in it."""
        from embeddings.readers.registry import list_formats  # 0.1 s: only the help pays for it

        for parameter in self.params:
            if isinstance(parameter, TyperArgument) and parameter.help:
                parameter.help = parameter.help.replace(FORMATS, list_formats())
        super().format_help(ctx, formatter)


def _parse_directory(name: str) -> Path:
    if not name.strip():
        raise typer.BadParameter("--index needs the name of a folder")
    return Path(name)


Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
Index = Annotated[
    Path | None,
    typer.Option("--index", metavar="DIR", parser=_parse_directory, help="The index. [data/index]"),
]
Library = Annotated[
    Path | None,
    typer.Option("--library", metavar="FILE", help="The manifest. [data/library.toml]"),
]
Document = Annotated[
    str | None,
    typer.Option(metavar="KEY", help="The manifest's entry that describes the text."),
]
IndexedDocument = Annotated[
    str | None,
    typer.Option(
        "--document", metavar="KEY", help="This document alone, where the index has several."
    ),
]
Models = Annotated[
    str | None,
    typer.Option(
        "--models",
        "--model",
        metavar="NAME[,NAME]",
        help="A sentence-transformers model, by name or path; a second one reads beside it.",
    ),
]
Passages = Annotated[
    int, typer.Option("-k", "--passages", min=1, max=50, help="Passages shown at most.")
]
TextFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="TEXT",
        help=f"The text: {FORMATS}; the first that the manifest lists if none.",
    ),
]


Force = Annotated[
    bool, typer.Option("--force", help="Go live whatever was lost or is worse, with a reason.")
]
Reason = Annotated[
    str | None,
    typer.Option("--reason", metavar="TEXT", help="Why it goes live, for the record."),
]
Who = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Who lets it go live, for the record."),
]
Keep = Annotated[
    int | None,
    typer.Option("--keep", metavar="N", min=1, help="How many editions are kept. [5]"),
]

OwnShards = Annotated[
    str | None,
    typer.Option("--shards", metavar="A-B", help="The shards of this process; all unless told."),
]
ShardCount = Annotated[
    int | None,
    typer.Option("--of", metavar="N", help="How many shards there are in all processes."),
]


def choose_index(option: Path | None) -> Path:
    """Return the index directory of the option, or else of the settings."""
    return option or Settings().index


def parse_models(option: str | None) -> ModelNames | None:
    """Return the models of the option, None where it is not given."""
    try:
        return parse_names(option) if option else None
    except ValueError as error:
        raise typer.BadParameter(f"--models: {error}") from error


def choose_models(option: str | None) -> ModelNames | None:
    """Return the models of the option, or else of the settings, None where neither names any."""
    return parse_models(option) or Settings().model


def read_text(path: Path | None, library: Path | None, document: str | None) -> "Text":
    """Read a text as its entry of the manifest describes it.

    Raises BadParameter where no text is named, or an entry without a manifest.
    """
    from embeddings.concordance.concordance import Text

    manifest = load_manifest(library)
    if path is None and manifest is not None:
        path = manifest.text(document)
    if path is None:
        raise typer.BadParameter("name a text, or a manifest that lists one with --library FILE")
    if document is not None and manifest is None:
        raise typer.BadParameter("--document needs a manifest; name it with --library FILE")
    return Text.read(path, manifest, document)


def make_terms(
    library: Path | None,
    force: bool,
    reason: str | None,
    keep: int | None,
    who: str | None = None,
) -> "PromotionTerms":
    """Return the terms on which an edition goes live; --force needs a reason, and a reason it."""
    from embeddings.editions.history import DEFAULT_KEPT_EDITIONS
    from embeddings.editions.promotion_gate import PromotionTerms

    words = " ".join((reason or "").split())
    if force != bool(words):
        raise typer.BadParameter("--force and --reason TEXT need one another")
    return PromotionTerms(load_manifest(library), words or None, keep or DEFAULT_KEPT_EDITIONS, who)


def load_manifest(option: Path | None) -> "Manifest | None":
    """Return the manifest; only the default one may be absent."""
    from embeddings.manifest.manifest import Manifest

    path = option or Settings().library
    if path == DEFAULT_LIBRARY and option is None and not path.exists():
        return None
    return Manifest.load(path)
