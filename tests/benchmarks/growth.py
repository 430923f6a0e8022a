"""A hundred thousand passages: what they take to index, and what a search costs then.

`python -m tests.benchmarks.growth [PASSAGES]` draws vectors and words instead of encoding a text,
which would take hours; what is built, saved, opened and searched is an index like any other.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, cast

import faiss
import numpy as np
import psutil
from rich.console import Console
from rich.table import Table
from threadpoolctl import threadpool_limits

from embeddings.concordance.concordance import Concordance
from embeddings.index.bm25 import Bm25Scores
from embeddings.index.index import Index, Rows, Sentences
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.token_vectors import TokenVectors, TokenVectorsWriter
from embeddings.models.encoder import Encoded, Encoder
from embeddings.models.encoder_pair import EncoderPair
from embeddings.retrieval.calibration import Calibration
from embeddings.retrieval.first_stage import MAX_SENTENCES
from embeddings.retrieval.retriever import MIN_CANDIDATES, Retriever
from embeddings.retrieval.stages import Query
from tests.benchmarks import drawing
from tests.benchmarks.drawing import ASKED, DIMENSION, SENTENCES, TOKENS

Row = tuple[str, str, str]
Made = TypeVar("Made")
Given = TypeVar("Given")

PASSAGES = 100_000
QUESTIONS = 200

_AMONG = 10
_PIECES = 30_000
_QUESTIONS_FILE = "questions.npz"


@dataclass(frozen=True)
class Outline:
    """Stands for a concordance of so many passages, of which a search needs the number alone."""

    passages: range
    names: tuple[tuple[str, ...], ...] = ()

    def to_json(self) -> bytes:
        """Return nothing: no text is drawn but words."""
        return b"{}"


class NoModel:
    """Stands for an encoder where nothing is encoded."""

    def vocabulary(self) -> list[str]:
        """Return no word."""
        return []


def outline(passages: int) -> Concordance:
    """Return what stands for a concordance."""
    return cast("Concordance", Outline(range(passages)))


def grown(passages: int = PASSAGES) -> list[Row]:
    """Measure so many passages; each row has what is measured, its figure, and the target."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        built, truth = _built(passages, directory)
        size = sum(path.stat().st_size for path in directory.iterdir())
        size -= (directory / _QUESTIONS_FILE).stat().st_size
        asked = _asked_elsewhere(directory, passages)
    return [
        ("passages", f"{passages:,}", ""),
        *built,
        ("disk a passage", f"{size / passages / 1000:.1f} kB", ""),
        *_answered(asked, truth),
    ]


def _built(passages: int, directory: Path) -> tuple[list[Row], list[list[int]]]:
    """Build an index and save it; return what that took, and the rows truly nearest."""
    draw = np.random.default_rng(5)
    about = np.sort(draw.permutation(passages)[:QUESTIONS])
    vectors, questions = drawing.sentences(passages, about)
    scores, truth = faiss.knn(questions, vectors, _AMONG, metric=faiss.METRIC_INNER_PRODUCT)
    nearest, indexing = _timed(lambda: SentenceVectors.build(vectors))
    tokens, compressing = _tokens(passages)
    words = drawing.words(passages)
    lexical, counting = _timed(lambda: _lexical(words))
    asked = [drawing.question(words[number], draw) for number in about]
    index = _index(passages, nearest, tokens, lexical)
    for name, data in index.files().items():
        (directory / name).write_bytes(data)
    pieces = drawing.Pieces(seed=3).rows(len(about) * ASKED).reshape(-1, ASKED, DIMENSION)
    np.savez(directory / _QUESTIONS_FILE, vectors=questions, pieces=pieces, words=np.array(asked))
    rows = [
        (f"{len(vectors):,} vectors indexed ({nearest.kind})", f"{indexing:.0f} s", "minutes"),
        (f"{tokens.count:,} token vectors compressed", f"{compressing:.0f} s", "minutes"),
        ("words counted, of passages and sentences", f"{counting:.0f} s", "minutes"),
        ("recall@10 measured at the build", f"{nearest.recall:.3f}", "≥ 0.98"),
        ("score of the nearest, of the tenth", "{0:.2f}, {9:.2f}".format(*scores.mean(0)), ""),
    ]
    return rows, truth.tolist()


def _timed(make: Callable[[], Made]) -> tuple[Made, float]:
    started = time.perf_counter()
    return make(), time.perf_counter() - started


def _tokens(passages: int) -> tuple[TokenVectors, float]:
    """Return the tokens, and the seconds that writing them took; drawing them is not counted."""
    writer, seconds = TokenVectorsWriter(DIMENSION), 0.0
    for rows in drawing.Pieces(seed=2).passages(passages):
        started = time.perf_counter()
        writer.add(rows)
        seconds += time.perf_counter() - started
    made, rest = _timed(writer.close)
    return made, seconds + rest


def _lexical(words: Sequence[Sequence[str]]) -> tuple[Bm25Scores, Bm25Scores]:
    wholes = Bm25Scores.build([" ".join(one) for one in words])
    return wholes, Bm25Scores.build([sentence for one in words for sentence in one])


def _index(
    passages: int,
    nearest: SentenceVectors,
    tokens: TokenVectors,
    lexical: tuple[Bm25Scores, Bm25Scores],
) -> Index:
    rows = np.arange(passages * SENTENCES)
    each = TOKENS // SENTENCES
    return Index(
        outline(passages),
        Rows((rows // SENTENCES).astype(np.int32), [f"{row:064x}" for row in rows]),
        nearest,
        Sentences(
            firsts=np.arange(passages + 1) * SENTENCES,
            starts=np.arange(len(rows) + 1) * each,
            spans=np.stack([rows, rows + 1], axis=1),
            before=np.zeros(passages, dtype=np.int64),
        ),
        tokens,
        np.random.default_rng(6).uniform(1, 8, _PIECES).astype(np.float32),
        *lexical,
        {},
        [f"{row:064x}" for row in range(passages)],
    )


def _answered(asked: dict[str, Any], truth: list[list[int]]) -> list[Row]:
    pairs = zip(asked["found"], truth, strict=True)
    recall = sum(len(set(one) & set(true)) for one, true in pairs) / len(truth) / _AMONG
    rows = [("recall@10 of the first stage", f"{recall:.3f}", "≥ 0.98")]
    for what, spans in asked["spans"].items():
        figure = "{:.1f} / {:.1f} ms".format(*np.quantile(np.array(spans) * 1000, [0.5, 0.95]))
        rows.append((f"{what}, p50 / p95", figure, "p50 ≤ 25 ms"))
    for name, sizes in asked["memory"].items():
        rows.append((f"memory {name}, own / mapped", "{} / {} MB".format(*sizes), ""))
    return rows


def _asked_elsewhere(directory: Path, passages: int) -> dict[str, Any]:
    """Ask in a process of its own, which has drawn and built nothing."""
    module = "tests.benchmarks.growth"
    command = [sys.executable, "-m", module, "--ask", str(directory), str(passages)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    asked: dict[str, Any] = json.loads(output)
    return asked


def ask(directory: Path, passages: int) -> dict[str, Any]:
    """Open what was saved, and search it for each question, twice."""
    threadpool_limits(1)  # as the bot has it
    memory = {"before": _memory()}
    index = Index.load(directory, outline(passages))
    calibration = Calibration(1.0, 0.0)
    retriever = Retriever(index, EncoderPair(cast("Encoder", NoModel())), calibration)
    memory["opened"] = _memory()
    every = _questions(directory)
    retriever.search(every[0])
    memory["after one question"] = _memory()
    first = _spans(retriever.search, every)
    memory["after all questions"] = _memory()
    vectors = [one.encoded.vector for one in every]
    nearest = partial(index.sentence_vectors.search, limit=MAX_SENTENCES)
    return {
        "memory": memory,
        "spans": {
            f"search and rescoring of {MIN_CANDIDATES}, each question for the first time": first,
            "the same questions again": _spans(retriever.search, every),
            "of that, the nearest vectors": _spans(nearest, vectors),
        },
        "found": [index.sentence_vectors.search(vector, _AMONG)[1].tolist() for vector in vectors],
    }


def _questions(directory: Path) -> list[Query]:
    made = np.load(directory / _QUESTIONS_FILE)
    pieces = np.random.default_rng(7).integers(0, _PIECES, (len(made["words"]), ASKED), np.int32)
    offsets = np.zeros((ASKED, 2), np.int32)
    return [
        Query(str(words), Encoded(vector, rows, own, offsets))
        for words, vector, rows, own in zip(
            made["words"], made["vectors"], made["pieces"], pieces, strict=True
        )
    ]


def _spans(search: Callable[[Given], object], every: Sequence[Given]) -> list[float]:
    """Return the seconds that each search takes."""
    return [_timed(partial(search, one))[1] for one in every]


def _memory() -> tuple[int, int]:
    """Return the MB of this process that are its own, and those that are files' pages."""
    held = psutil.Process().memory_info()
    return (held.rss - held.shared) // 2**20, held.shared // 2**20


def main() -> None:
    """Measure, and print; with --ask, what the measuring starts in a process of its own."""
    if sys.argv[1:2] == ["--ask"]:
        sys.stdout.write(json.dumps(ask(Path(sys.argv[2]), int(sys.argv[3]))))
        return
    table = Table("measured", "figure", "target", box=None)
    for row in grown(*map(int, sys.argv[1:2])):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
