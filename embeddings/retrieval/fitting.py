"""How sure a score is, found out by a build: questions are put to its text, and scored."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from embeddings.index.embedding_inputs import units
from embeddings.index.index import Index
from embeddings.models.encoder import Encoded, Encoder
from embeddings.retrieval.calibration import Calibration, Fitted, questions_of
from embeddings.retrieval.late_interaction import Rescorer
from embeddings.retrieval.retriever import Retriever
from embeddings.retrieval.stages import Query

_UNCALIBRATED = Calibration(1.0, 0.0, 0.5, 0.0, 0.0)


def fit(
    index: Index,
    encoder: Encoder,
    rescorer: Rescorer | None,
    others: Sequence[str],
    known: Mapping[str, Encoded],
) -> Fitted:
    """Fit a calibration to questions made of the text's own words, and to `others`.

    No text is to answer the others; what the encoder makes of them is `known`. A rescorer need
    not be safe for several threads: where there is one, a question is asked at a time.
    """
    from threadpoolctl import threadpool_limits

    retriever = Retriever(index, encoder, _UNCALIBRATED, rescorer)
    concordance = index.concordance
    own = questions_of(list(units(concordance)), concordance.document.edition)
    workers = os.cpu_count() if rescorer is None else 1
    with threadpool_limits(1):  # products this small only wait for one another
        answered, refused = (
            _best(retriever, retriever.ask_all(questions, known), workers)
            for questions in (own, others)
        )
    return Fitted(Calibration.fit(answered, refused), frozenset(index.unit_hashes))


def _best(retriever: Retriever, questions: Sequence[Query], workers: int | None) -> list[float]:
    """Return the best score that each question finds."""
    with ThreadPoolExecutor(workers) as threads:
        scores = [scored.scores for scored in threads.map(retriever.search, questions)]
    return [float(best[0]) for best in scores if len(best)]
