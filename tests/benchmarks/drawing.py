"""Vectors and words drawn to lie as those of a real library do, where encoding would take hours.

They lie as those of MiniLM do over SQuAD: in as many dimensions, in articles, with a cosine of
0.6 between a sentence and its passage and between a question and the right one, of 0.04 ± 0.12
between a question and another. Words are drawn as often as Zipf found them.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from embeddings.models.encoder import Vectors

DIMENSION = 384

SENTENCES = 5
"""Sentences of a passage: SQuAD's have 4.8, the essay's 4.3."""

TOKENS = 155
"""Word pieces of a passage: SQuAD's have 160, the essay's 111."""

ASKED = 12
"""Word pieces of a question."""

_ARTICLE = 40
_AT_ONCE = 1_000
_POOL = 30_000
_VOCABULARY = 60_000
_WORDS = 22  # of a sentence

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


def sentences(passages: int, asked: NDArray[np.int64]) -> tuple[Vectors, Vectors]:
    """Return the vectors of sentences, passage by passage, and of questions about some passages."""
    meanings = Meanings(seed=1)
    made = np.empty((passages, SENTENCES, DIMENSION), dtype=np.float32)
    questions = []
    for start in range(0, passages, _ARTICLE):
        count = min(_ARTICLE, passages - start)
        article = np.repeat(meanings.new(1), count, axis=0)
        points = meanings.near(article, 0.8, 0.8)
        own = [meanings.near(points, 0.2, 1.0) for _ in range(SENTENCES)]
        for at, sentence in enumerate(own):
            made[start : start + count, at] = meanings.vectors(sentence)
        chosen = asked[(asked >= start) & (asked < start + count)] - start
        between = 0.8 * points[chosen] + 0.4 * own[0][chosen]
        length = np.sqrt(0.8**2 + 0.4**2 + 2 * 0.8 * 0.4 * 0.6)
        questions.append(meanings.vectors(meanings.near(between / length, 0.4, 0.9)))
    return made.reshape(-1, DIMENSION), np.concatenate(questions)


class Pieces:
    """Draws the vectors of word pieces: each a mixture of two directions out of a pool."""

    def __init__(self, seed: int) -> None:
        meanings = Meanings(seed)
        self._draw, self._pool = meanings.draw, meanings.vectors(meanings.new(_POOL))

    def rows(self, count: int) -> Vectors:
        """Return normalised rows."""
        one, other = self._draw.integers(0, _POOL, (2, count))
        return normalised(0.8 * self._pool[one] + 0.6 * self._pool[other])

    def passages(self, count: int) -> Iterator[Vectors]:
        """Yield the rows of one passage after another."""
        for start in range(0, count, _AT_ONCE):
            rows = self.rows(min(_AT_ONCE, count - start) * TOKENS)
            yield from np.split(rows, len(rows) // TOKENS)


def words(passages: int) -> list[list[str]]:
    """Return the sentences of passages, in words that are none."""
    draw = np.random.default_rng(4)
    often = 1 / np.arange(1, _VOCABULARY + 1)
    numbers = draw.choice(_VOCABULARY, (passages * SENTENCES, _WORDS), p=often / often.sum())
    every = np.array([f"w{number}" for number in range(_VOCABULARY)])
    made = [" ".join(row) for row in every[numbers].tolist()]
    return [made[at : at + SENTENCES] for at in range(0, len(made), SENTENCES)]


def question(of: Sequence[str], draw: np.random.Generator) -> str:
    """Return a question about a passage: some of its words, and some of the commonest."""
    own = " ".join(of).split()
    return " ".join([*draw.choice(own, 6).tolist(), "w0", "w1", "w2", "w3"])
