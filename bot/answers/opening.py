"""The live editions of an index, opened for asking or for a conversation."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from embeddings.answering.answerer import Answerer
from embeddings.editions.edition import Edition
from embeddings.editions.library import Library
from embeddings.editions.opening import answering, each_answering
from embeddings.errors import StaleIndexError
from embeddings.retrieval.calibration import OTHERS

if TYPE_CHECKING:
    from bot.answers.open_text import OpenText
    from bot.answers.open_texts import OpenTexts


def open_answerers(
    directory: Path, model: str | None, document: str | None = None
) -> list[Answerer]:
    """Open the live edition of each document, or of one; a model is asked for only by its name."""
    library = Library(directory)
    editions = [_built_with(model, edition) for edition in library.open(document)]
    return each_answering(editions, library.models)


def open_answerer(
    directory: Path,
    model: str | None,
    without: Collection[str] = (),
    document: str | None = None,
) -> Answerer:
    """Open the live edition of one document: of the only one, where none is named."""
    library = Library(directory)
    edition = _built_with(model, library.of(document).open())
    return answering(edition, library.models, without)


def open_shelf(directory: Path, model: str | None) -> "OpenTexts":
    """Open the live edition of each document for a conversation."""
    from bot.answers.open_texts import OpenTexts

    library, others = Library(directory), _others()
    editions = [_built_with(model, edition) for edition in library.open()]
    answerers = each_answering(editions, library.models)
    pairs = zip(editions, answerers, strict=True)
    return OpenTexts([_book(edition, answerer, others) for edition, answerer in pairs])


def _book(edition: Edition, answerer: Answerer, others: list[str]) -> "OpenText":
    from bot.answers.open_text import OpenText
    from embeddings.editions.summary import about

    return OpenText(answerer, edition.guide, about(edition), others)


def _others() -> list[str]:
    """Return questions about other things, which show what a strictness takes for an answer."""
    return [line for line in OTHERS.read_text("utf-8").splitlines() if line.strip()]


def _built_with(model: str | None, edition: Edition) -> Edition:
    """Return an edition; raise StaleIndexError where it was built with another model."""
    if model is not None and model != edition.info.model:
        raise StaleIndexError("model", edition.info.model, model)
    return edition
