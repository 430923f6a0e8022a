"""`concordance page`: all quotations that cite a page."""

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options

if TYPE_CHECKING:
    from embeddings.locator import Locator
    from embeddings.types import Work


def page(
    page: Annotated[str, typer.Argument(help="A page or a range: 45, xii, 280-281.")],
    work: Annotated[str | None, typer.Option(help="Only this work, by author or title.")] = None,
    index: options.Index = None,
    as_json: options.Json = False,
) -> None:
    """Show all quotations that cite a page."""
    from embeddings import as_json as forms
    from embeddings.answer import look_up, prove
    from embeddings.editions import Editions

    concordance = Editions(options.index_directory(index)).open().concordance
    named = concordance.work_named(work) if work is not None else None
    found = look_up(concordance, _locator(page, named), None)
    shown = prove(concordance, found.hits if found.outcome == "page" else ())
    if as_json:
        for one in shown:
            typer.echo(json.dumps(forms.shown(one), ensure_ascii=False))
    if found.message:
        typer.echo(found.message, err=as_json)
    elif not as_json:
        from bot.terminal import print_passages

        print_passages(shown)


def _locator(printed: str, work: "Work | None") -> "Locator":
    from embeddings.locator import Locator, pages_asked

    bare = re.sub(r"^(?i:pp?\.?|pages?)\s*", "", printed.strip())
    pages = pages_asked(bare)
    if not pages:
        raise typer.BadParameter(f"{printed!r} is no page; give a number such as 45, xii, 280-281")
    return Locator(f"p. {bare}", pages, work)
