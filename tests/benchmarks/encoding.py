"""The encoding of a build against sentence-transformers' own `encode`, on the same texts."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from embeddings.concordance.concordance import Text
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.models.encoder import DEFAULT, find_model_folder, load_model
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.models.onnx_export import open_or_export

TIMES = 3


def encoded(text: Path) -> list[tuple[str, str, str]]:
    """Measure both in turn, so that what else the machine does meets them alike."""
    every = list(make_embedding_inputs(Text.read(text, None).concordance()))
    wholes = [unit.text for unit in every]
    sentences = [words for unit in every for words in unit.own]
    with tempfile.TemporaryDirectory() as models:
        ours = open_or_export(DEFAULT, Path(models), ())
        theirs = load_model(find_model_folder(DEFAULT))
        plain = {
            "passages and sentences": lambda: theirs.encode(wholes + sentences),
            "passages": lambda: theirs.encode(wholes),
            "sentences": lambda: theirs.encode(sentences),
        }
        own = {
            "passages and sentences": lambda: _all(ours, wholes, sentences),
            "passages": lambda: _all(ours, wholes),
            "sentences": lambda: _all(ours, sentences),
        }
        return [
            (
                f"encoding {name}",
                "SentenceTransformer.encode",
                f"{_ratio(own[name], plain[name]):.2f}",
            )
            for name in plain
        ]


def _all(encoder: OnnxEncoder, *stages: list[str]) -> None:
    for texts in stages:
        for _ in encoder.encode_all(texts, lambda _done, _total: None):
            pass


def _ratio(own: Callable[[], object], plain: Callable[[], object]) -> float:
    """Return the shortest time of one divided by the shortest of the other."""
    spans: dict[int, list[float]] = {0: [], 1: []}
    for _ in range(TIMES):
        for which, work in enumerate((own, plain)):
            started = time.perf_counter()
            work()
            spans[which].append(time.perf_counter() - started)
    return min(spans[0]) / min(spans[1])


if __name__ == "__main__":
    import sys

    for row in encoded(Path(sys.argv[1])):
        print(*row, sep="\t")  # noqa: T201
