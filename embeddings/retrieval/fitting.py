"""The calibration of an index, fitted by putting unrelated questions to its text."""

import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from embeddings.index.index import Index
from embeddings.models.encoder_pair import EncodedPair, EncoderPair
from embeddings.retrieval.calibration import CURVE, CURVE_ALONE, Calibration, FittedCalibration
from embeddings.retrieval.late_interaction import Rescorer
from embeddings.retrieval.retriever import Retriever
from embeddings.retrieval.stages import Query

_UNCALIBRATED = Calibration(1.0, 0.0, 0.5, 0.0)


def fit_calibration(
    index: Index,
    encoders: EncoderPair,
    rescorer: Rescorer | None,
    unrelated: Sequence[str],
    encodings: Mapping[str, EncodedPair],
) -> FittedCalibration:
    """Fit a calibration to questions that the text does not answer.

    `encodings` are those of the questions that are known already, by wording. A rescorer need
    not be thread-safe: with one, the questions are asked one at a time.
    """
    from threadpoolctl import threadpool_limits

    retriever = Retriever(index, encoders, _UNCALIBRATED, rescorer)
    workers = os.cpu_count() if rescorer is None else 1
    with threadpool_limits(1):  # matrices this small are multiplied faster by a single thread
        queries = retriever.encode_queries(unrelated, encodings)
        scores = _best_scores(retriever, queries, workers)
    curve = CURVE_ALONE if index.second is None else CURVE
    return FittedCalibration(Calibration.fit(curve, scores), frozenset(index.unit_hashes))


def _best_scores(
    retriever: Retriever, queries: Sequence[Query], workers: int | None
) -> list[float]:
    """Return the best score of each query that finds anything."""
    with ThreadPoolExecutor(workers) as threads:
        scores = [result.scores for result in threads.map(retriever.search, queries)]
    return [float(ranked[0]) for ranked in scores if len(ranked)]
