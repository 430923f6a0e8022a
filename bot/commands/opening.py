"""An index opened for asking: its concordance at once, its vectors and model when searched."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import LIBRARY
from embeddings.answer import Answerer
from embeddings.editions import Edition, Editions
from embeddings.errors import StaleIndexError
from embeddings.retriever import Retriever

if TYPE_CHECKING:
    from bot.book import Book
    from embeddings.encoder import Encoder
    from embeddings.late import Rescorer
    from embeddings.retriever import Stages

QUESTIONS = LIBRARY.parent / "questions" / "other.txt"
"""Questions about other things, which show what each strictness takes for an answer."""


def open_answerer(
    directory: Path, model: str | None, stages: "Stages | None" = None, *, once: bool = False
) -> Answerer:
    """Open the live edition; a model is asked for by name only where it must be that one.

    For one question alone, what opens soonest is quicker than what answers soonest.
    """
    return _answerer(_live(directory, model), Editions(directory).models, stages, once=once)


def open_book(directory: Path, model: str | None) -> "Book":
    """Open the live edition for a conversation."""
    from bot.book import Book
    from embeddings.about import about

    edition = _live(directory, model)
    answerer = _answerer(edition, Editions(directory).models, None, once=False)
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


def _answerer(edition: Edition, models: Path, stages: "Stages | None", *, once: bool) -> Answerer:
    @cache
    def retriever() -> Retriever:
        return _retriever(edition, _encoder(edition, models, once=once), stages)

    found = edition.info.found
    return Answerer(edition.concordance, found.calibration.bar, retriever, found.suggestions)


def _retriever(edition: Edition, encoder: "Encoder", stages: "Stages | None") -> Retriever:
    from threadpoolctl import threadpool_limits

    from embeddings.index import Index

    index = Index.load(edition.path, edition.concordance)
    calibration = edition.info.found.calibration
    threadpool_limits(1)  # products this small only wait for one another on several cores
    return Retriever(index, encoder, calibration, _rescorer(edition), stages)


def _encoder(edition: Edition, models: Path, *, once: bool) -> "Encoder":
    """Open the exported model; refuse one that is not what the index was built with."""
    from embeddings.onnx import OnnxEncoder
    from embeddings.runtimes import OnnxRuntime

    info = edition.info
    runtime = OnnxRuntime if once else None
    encoder = OnnxEncoder(info.model, models / info.weights_sha256, runtime)
    for field in ("weights_sha256", "dimension"):
        built, found = getattr(info, field), getattr(encoder, field)
        if built != found:
            raise StaleIndexError(field, built, found)
    return encoder


def _rescorer(edition: Edition) -> "Rescorer | None":
    name = edition.info.found.cross_encoder
    if name is None:
        return None
    from embeddings.cross_encoder import CrossEncoding

    return CrossEncoding(name, edition.concordance)
