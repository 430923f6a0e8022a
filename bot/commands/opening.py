"""An index opened for asking: its concordance at once, its vectors and model when searched."""

from functools import cache
from pathlib import Path

from embeddings.answer import Answerer
from embeddings.editions import Edition, Editions
from embeddings.errors import StaleIndexError
from embeddings.retriever import Retriever


def open_answerer(directory: Path, model: str | None) -> Answerer:
    """Open the live edition; a model is asked for by name only where it must be that one."""
    edition = Editions(directory).open()
    if model is not None and model != edition.info.model:
        raise StaleIndexError("model", edition.info.model, model)

    @cache
    def retriever() -> Retriever:
        return _retriever(edition)

    return Answerer(edition.concordance, edition.info.bar, retriever)


def _retriever(edition: Edition) -> Retriever:
    from embeddings.encoder import SentenceEncoder  # 5 s: looking up a page must not pay for it
    from embeddings.index import Index

    encoder = SentenceEncoder(edition.info.model)
    index = Index.load(edition.path, edition.concordance)
    return Retriever(index, encoder, edition.info.weights_sha256)
