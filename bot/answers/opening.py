"""The live editions of an index, opened for the terminal or for the bot."""

from collections.abc import Collection
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.answering.answerer import Answerer
from embeddings.editions.edition import Edition
from embeddings.editions.library import Library
from embeddings.editions.opening import make_answerer, make_answerers, prove_editions
from embeddings.errors import StaleIndexError
from embeddings.index.piece_weights import UNRELATED_QUESTIONS
from embeddings.models.names import ModelNames, format_names

if TYPE_CHECKING:
    from bot.answers.open_texts import OpenText, OpenTexts


def open_answerers(
    directory: Path, models: ModelNames | None, document: str | None = None
) -> list[Answerer]:
    """Open the live edition of each document, or of one; `models` are only compared by name."""
    library = Library(directory)
    editions = [_check_models(models, edition) for edition in library.open(document)]
    return make_answerers(editions, library.models)


def open_answerer(
    directory: Path,
    models: ModelNames | None,
    without: Collection[str] = (),
    document: str | None = None,
) -> Answerer:
    """Open the live edition of one document; without a name, of the only one."""
    library = Library(directory)
    edition = _check_models(models, library.get_editions(document).open())
    return make_answerer(edition, library.models, without)


def open_texts(directory: Path, models: ModelNames | None) -> "OpenTexts":
    """Open the live edition of each document for the bot."""
    from bot.answers.open_texts import OpenTexts

    library, unrelated = Library(directory), _read_unrelated_questions()
    editions = [_check_models(models, edition) for edition in library.open()]
    answerers = make_answerers(editions, library.models)
    pairs = zip(editions, answerers, strict=True)
    return OpenTexts(
        [_open_text(edition, answerer, unrelated) for edition, answerer in pairs],
        partial(prove_editions, editions, library.models),
    )


def _open_text(edition: Edition, answerer: Answerer, unrelated: list[str]) -> "OpenText":
    from bot.answers.open_texts import OpenText
    from embeddings.editions.summary import summarize_edition

    return OpenText(answerer, edition.guide, summarize_edition(edition), unrelated)


def _read_unrelated_questions() -> list[str]:
    """Read the questions about other things, which show what each strictness lets through."""
    return [line for line in UNRELATED_QUESTIONS.read_text("utf-8").splitlines() if line.strip()]


def _check_models(models: ModelNames | None, edition: Edition) -> Edition:
    """Return an edition; raise StaleIndexError if it was built with other models."""
    built = edition.info.model_names
    if models is not None and models != built:
        raise StaleIndexError("model", format_names(built), format_names(models))
    return edition
