"""The live edition of an index, opened for asking or for a conversation."""

from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import LIBRARY
from embeddings.answer import Answerer
from embeddings.editions import Edition, Editions
from embeddings.errors import StaleIndexError
from embeddings.opening import answering

if TYPE_CHECKING:
    from bot.book import Book
    from embeddings.retriever import Stages

QUESTIONS = LIBRARY.parent / "questions" / "other.txt"
"""Questions about other things, which show what each strictness takes for an answer."""


def open_answerer(
    directory: Path, model: str | None, stages: "Stages | None" = None, *, once: bool = False
) -> Answerer:
    """Open the live edition; a model is asked for by name only where it must be that one.

    For one question alone, what opens soonest is quicker than what answers soonest.
    """
    return answering(_live(directory, model), Editions(directory).models, stages, once=once)


def open_book(directory: Path, model: str | None) -> "Book":
    """Open the live edition for a conversation."""
    from bot.book import Book
    from embeddings.about import about

    edition = _live(directory, model)
    answerer = answering(edition, Editions(directory).models)
    return Book(answerer, edition.guide, about(edition), _others())


def _others() -> list[str]:
    """Return questions about other things, where they are at hand."""
    found = QUESTIONS.read_text("utf-8") if QUESTIONS.is_file() else ""
    return [line for line in found.splitlines() if line.strip()]


def _live(directory: Path, model: str | None) -> Edition:
    edition = Editions(directory).open()
    if model is not None and model != edition.info.model:
        raise StaleIndexError("model", edition.info.model, model)
    return edition
