"""A hundred thousand passages: what they take to index, and what a question costs then.

`python -m tests.benchmarks.growth [PASSAGES]` draws vectors instead of encoding a text, which would
take hours. They are drawn to lie as those of MiniLM do over SQuAD: in as many dimensions, in
articles, with a cosine of 0.6 between a sentence and its passage and between a question and the
right one, of 0.04 ± 0.12 between a question and another. MaxSim is by passage here, without the
sentences that `embeddings.late` divides it by, and without BM25.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from embeddings import tokens
from embeddings.encoder import Vectors
from embeddings.retriever import CANDIDATES, ROWS
from embeddings.tokens import Tokens, TokensWriter
from embeddings.vectors import Nearest

Row = tuple[str, str, str]

PASSAGES = 100_000
QUESTIONS = 200
DIMENSION = 384
VECTORS = 7
"""One of the passage, and six of its sentences."""

TOKENS = 155
ASKED = 12
"""Tokens of a question."""

_FOUND = ROWS
_AMONG = 10
_ARTICLE = 40
_AT_ONCE = 1_000
_POOL = 30_000

_SPECTRUM = {0: 0, 1: 48, 2: 79, 5: 157, 10: 247, 20: 365, 50: 562, 100: 740, 200: 922, 300: 989}
"""How much of the variance, in thousandths, the first axes of MiniLM's vectors of SQuAD hold."""

_MEAN = 0.2
"""The length of the mean of those vectors."""


class Meanings:
    """Draws vectors around one another, along axes as unequal as a model's."""

    def __init__(self, seed: int) -> None:
        self.draw = np.random.default_rng(seed)
        axes = [*_SPECTRUM, DIMENSION]
        held = np.interp(np.arange(DIMENSION + 1), axes, [*_SPECTRUM.values(), 1000]) / 1000
        turned = np.linalg.qr(np.random.default_rng(0).standard_normal((DIMENSION, DIMENSION)))[0]
        spread = np.sqrt(np.diff(held) * (1 - _MEAN**2))[:, None]
        self._axes = np.asarray(spread * turned, dtype=np.float32)
        self._mean = np.asarray(_MEAN * turned[DIMENSION // 4], dtype=np.float32)

    def new(self, count: int) -> Vectors:
        """Return points that nothing else lies near."""
        return self.draw.standard_normal((count, DIMENSION), dtype=np.float32)

    def near(self, points: Vectors, low: float, high: float) -> Vectors:
        """Return a point beside each, somewhere from low to high correlated with it."""
        share = self.draw.uniform(low, high, (len(points), 1)).astype(np.float32)
        rest: Vectors = np.sqrt(1 - share**2)
        return share * points + rest * self.new(len(points))

    def vectors(self, points: Vectors) -> Vectors:
        """Return normalised vectors for points."""
        return normalised(self._mean + points @ self._axes)


def normalised(rows: Vectors) -> Vectors:
    """Return rows of length 1."""
    lengths: Vectors = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / lengths


def texts(passages: int) -> tuple[Vectors, Vectors]:
    """Return the vectors of passages and their sentences, and those of questions about some."""
    meanings = Meanings(seed=1)
    asked = np.sort(meanings.draw.permutation(passages)[:QUESTIONS])
    made = np.empty((passages, VECTORS, DIMENSION), dtype=np.float32)
    questions = []
    for start in range(0, passages, _ARTICLE):
        count = min(_ARTICLE, passages - start)
        article = np.repeat(meanings.new(1), count, axis=0)
        points = meanings.near(article, 0.8, 0.8)
        made[start : start + count, 0] = meanings.vectors(points)
        sentences = [meanings.near(points, 0.2, 1.0) for _ in range(VECTORS - 1)]
        for at, sentence in enumerate(sentences, 1):
            made[start : start + count, at] = meanings.vectors(sentence)
        chosen = asked[(asked >= start) & (asked < start + count)] - start
        between = 0.8 * points[chosen] + 0.4 * sentences[0][chosen]
        length = np.sqrt(0.8**2 + 0.4**2 + 2 * 0.8 * 0.4 * 0.6)
        questions.append(meanings.vectors(meanings.near(between / length, 0.4, 0.9)))
    return made.reshape(-1, DIMENSION), np.concatenate(questions)


class Words:
    """Draws token vectors: each a mixture of two directions out of a pool."""

    def __init__(self, seed: int) -> None:
        meanings = Meanings(seed)
        self._draw, self._pool = meanings.draw, meanings.vectors(meanings.new(_POOL))

    def rows(self, count: int) -> Vectors:
        """Return normalised rows."""
        one, other = self._draw.integers(0, _POOL, (2, count))
        return normalised(0.8 * self._pool[one] + 0.6 * self._pool[other])


def token_rows(passages: int) -> Iterator[Vectors]:
    """Yield the token vectors of passages, many passages at once."""
    words = Words(seed=2)
    for start in range(0, passages, _AT_ONCE):
        yield words.rows(min(_AT_ONCE, passages - start) * TOKENS)


def written(passages: int) -> tuple[Tokens, float]:
    """Return the tokens, and the seconds that writing them took; drawing them is not counted."""
    writer, seconds = TokensWriter(DIMENSION), 0.0
    for rows in token_rows(passages):
        started = time.perf_counter()
        for at in range(0, len(rows), TOKENS):
            writer.add(rows[at : at + TOKENS])
        seconds += time.perf_counter() - started
    started = time.perf_counter()
    return writer.close(), seconds + time.perf_counter() - started


def grown(passages: int = PASSAGES) -> list[Row]:
    """Measure so many passages; each row has what is measured, its figure, and the target."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        vectors, questions = texts(passages)
        built, truth = _first_stage(vectors, questions, directory)
        del vectors
        made, seconds = written(passages)
        for name, data in tokens.files(made).items():
            (directory / name).write_bytes(data)
        del made
        size = sum(path.stat().st_size for path in directory.iterdir())
        _write_questions(directory, questions)
        asked = _asked_elsewhere(directory)
    return [
        ("passages", f"{passages:,}", ""),
        *built,
        ("tokens compressed", f"{seconds:.0f} s", "minutes"),
        ("disk a passage", f"{size / passages / 1000:.1f} kB", ""),
        *_answered(asked, truth),
    ]


def _write_questions(directory: Path, questions: Vectors) -> None:
    words = Words(seed=3).rows(len(questions) * ASKED)
    np.save(directory / "questions.npy", questions)
    np.save(directory / "words.npy", words.reshape(-1, ASKED, DIMENSION))


def _first_stage(
    vectors: Vectors, questions: Vectors, directory: Path
) -> tuple[list[Row], list[list[int]]]:
    started = time.perf_counter()
    nearest = Nearest.build(vectors)
    seconds = time.perf_counter() - started
    (directory / "vectors.faiss").write_bytes(nearest.to_bytes())
    scores, truth = faiss.knn(questions, vectors, _AMONG, metric=faiss.METRIC_INNER_PRODUCT)
    rows = [
        (f"{len(vectors):,} vectors indexed ({nearest.kind})", f"{seconds:.0f} s", "minutes"),
        ("recall@10 measured at the build", f"{nearest.recall:.3f}", "≥ 0.98"),
        ("score of the nearest, of the tenth", "{0:.2f}, {9:.2f}".format(*scores.mean(0)), ""),
    ]
    return rows, truth.tolist()


def _answered(asked: dict[str, Any], truth: list[list[int]]) -> list[Row]:
    pairs = zip(asked["found"], truth, strict=True)
    recall = sum(len(set(one) & set(true)) for one, true in pairs) / len(truth) / _AMONG
    rows = [("recall@10 of the first stage", f"{recall:.3f}", "≥ 0.98")]
    spans = np.array(asked["spans"])  # p50 and p95; of the first stage and of both; by each clock
    for stage, what in enumerate(("first stage", f"first stage and MaxSim of {CANDIDATES}")):
        for clock, by in enumerate(("by the wall", "of the processor")):
            figure = "{:.1f} / {:.1f} ms".format(*spans[:, stage, clock])
            rows.append((f"{what}, p50 / p95, {by}", figure, "p50 ≤ 25 ms"))
    for name, sizes in asked["memory"].items():
        rows.append((f"memory {name}, own / mapped", "{} / {} MB".format(*sizes), ""))
    rows.append(("first question", f"{asked['first']:.0f} ms", ""))
    return rows


def _asked_elsewhere(directory: Path) -> dict[str, Any]:
    """Ask in a process of its own, which has drawn and built nothing."""
    command = [sys.executable, "-m", "tests.benchmarks.growth", "--ask", str(directory)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    asked: dict[str, Any] = json.loads(output)
    return asked


def ask(directory: Path) -> dict[str, Any]:
    """Open what was saved, and answer the questions one by one."""
    questions, words = np.load(directory / "questions.npy"), np.load(directory / "words.npy")
    memory = {"before": _memory()}
    nearest, rows = Nearest.load(directory / "vectors.faiss"), tokens.load(directory)
    memory["opened"] = _memory()
    first = _question(nearest, rows, questions[0], words[0])[1, 0]
    memory["after one question"] = _memory()
    spans = [_question(nearest, rows, *asked) for asked in zip(questions, words, strict=True)]
    memory["after all questions"] = _memory()
    return {
        "memory": memory,
        "first": first,
        "spans": np.quantile(spans, [0.5, 0.95], axis=0).tolist(),
        "found": [nearest.search(question, _AMONG)[1].tolist() for question in questions],
    }


def _question(
    nearest: Nearest, rows: Tokens, question: Vectors, words: Vectors
) -> NDArray[np.float64]:
    """Return the ms that the first stage took, and with it scoring again, by both clocks."""
    started = _clocks()
    numbers = nearest.search(question, _FOUND)[1] // VECTORS
    candidates = list(dict.fromkeys(numbers.tolist()))[:CANDIDATES]
    found = _clocks()
    parts = [rows.rows(passage * TOKENS, (passage + 1) * TOKENS) for passage in candidates]
    scores = np.concatenate(parts) @ words.T
    np.maximum.reduceat(scores, np.arange(len(parts)) * TOKENS).sum(axis=1)
    return 1000 * np.array([found - started, _clocks() - started])


def _clocks() -> NDArray[np.float64]:
    """Return the seconds by the wall, and those that this thread had a processor."""
    return np.array([time.perf_counter(), time.thread_time()])


def _memory() -> tuple[int, int]:
    """Return the MB of this process that are its own, and those that are files' pages."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    sizes = dict(line.split(":", 1) for line in lines)
    own, mapped = (int(sizes[name].split()[0]) // 1024 for name in ("RssAnon", "RssFile"))
    return own, mapped


def main() -> None:
    """Measure, and print; with --ask, what the measuring starts in a process of its own."""
    if sys.argv[1:2] == ["--ask"]:
        sys.stdout.write(json.dumps(ask(Path(sys.argv[2]))))
        return
    table = Table("measured", "figure", "target", box=None)
    for row in grown(*map(int, sys.argv[1:2])):
        table.add_row(*row)
    Console().print(table)


if __name__ == "__main__":
    main()
