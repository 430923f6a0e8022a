"""From scores to probabilities, and the bar below which a passage is no answer."""

import json
import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from embeddings.index.embedding_inputs import EmbeddingInput

UNRELATED_QUESTIONS = Path(__file__).with_name("unrelated_questions.txt")
"""Questions about unrelated subjects, one per line, that no text should answer."""

VERSION = 1
"""Version of the scoring and fitting rules; a calibration of another version is not reused."""

FITTED_FILE = "fitted.json"
"""File in an edition that lists the passages its calibration was fitted on."""

MIN_BAR = 0.5
"""Lowest bar: a less probable passage is never an answer."""

MIN_REFUSED_SHARE = 0.965
"""Share of unrelated questions that the bar must refuse, as far as a bar of 0.9 can."""

MAX_CHANGED_SHARE = 0.05
"""Share of a text's passages that may change before its calibration is fitted again.

So few passages hardly affect the fit, and a small correction of the text leaves the bar alone.
"""

MAX_OWN_QUESTIONS = 400
"""Questions generated from a text's own sentences to fit its calibration."""

_KEPT_WORDS_SHARE = 0.3
_MAX_KEPT_WORDS = 9
_MIN_KEPT_WORDS = 2
_MIN_SENTENCE_WORDS = 6
_QUESTION_OPENINGS = ("What did", "Who was", "When did the", "How was", "Why did the", "Where was")
_WORD = re.compile(r"\w+")
_MIN_SLOPE = 0.05
_MAX_BAR = 0.9


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve from scores to probabilities, and the bar for an answer.

    `refused_own` and `refused_others` are the shares below the bar of the questions it was
    fitted on: those generated from the text itself, and the unrelated ones.
    """

    slope: float
    offset: float
    bar: float
    refused_own: float
    refused_others: float

    def probability(self, score: float) -> float:
        """Return the probability that a passage with this score answers the question."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.slope * score + self.offset))))

    @classmethod
    def fit(cls, own: Sequence[float], others: Sequence[float]) -> "Calibration":
        """Fit the curve to the best scores of a text's own and of unrelated questions.

        Both groups have the same weight. Where a curve cannot be fitted, because a group is empty
        or its own questions score no better, the probability is 0.5 at the best score of an
        unrelated question, or at the worst of an own one if there is no unrelated one.
        """
        if not own or not others:
            return cls._fit_to_edge(own, others)
        from sklearn.linear_model import LogisticRegression  # 1 s: only building pays for it

        scores = [[score] for score in (*own, *others)]
        answerable = [True] * len(own) + [False] * len(others)
        regression = LogisticRegression(class_weight="balanced", C=100).fit(scores, answerable)
        slope = float(regression.coef_[0, 0])
        if slope < _MIN_SLOPE:  # own questions score no better, so only the top score may answer
            return cls._fit_to_edge(own, others)
        return cls._set_bar(slope, float(regression.intercept_[0]), own, others)

    @classmethod
    def _fit_to_edge(cls, own: Sequence[float], others: Sequence[float]) -> "Calibration":
        edge = max(others, default=min(own, default=0.0))
        return cls._set_bar(1.0, -edge, own, others)

    @classmethod
    def _set_bar(
        cls, slope: float, offset: float, own: Sequence[float], others: Sequence[float]
    ) -> "Calibration":
        """Return the curve with the lowest bar that refuses enough of the unrelated questions."""
        curve = cls(round(slope, 6), round(offset, 6), MIN_BAR, 0.0, 0.0)
        if others:
            to_refuse = math.ceil(MIN_REFUSED_SHARE * len(others))
            highest_refused = sorted(others)[min(to_refuse, len(others) - 1)]
            bar = min(max(MIN_BAR, curve.probability(highest_refused)), _MAX_BAR)
            curve = replace(curve, bar=round(bar, 4))
        return replace(
            curve,
            refused_own=curve.refused_share(own),
            refused_others=curve.refused_share(others),
        )

    def refused_share(self, scores: Sequence[float]) -> float:
        """Return the share of scores whose probability is below the bar."""
        below = sum(self.probability(score) < self.bar for score in scores)
        return round(below / len(scores), 4) if scores else 0.0


class _FittedFile(BaseModel):
    version: int
    passages: frozenset[str]


@dataclass(frozen=True, slots=True)
class FittedCalibration:
    """A calibration with the hashes of the passages that it was fitted on."""

    calibration: Calibration
    passages: frozenset[str]

    @classmethod
    def load(cls, edition: Path, calibration: Calibration) -> "FittedCalibration | None":
        """Read an edition's passage hashes; None if they are missing or of another version.

        Editions built by earlier versions of the program have no such file.
        """
        try:
            file = _FittedFile.model_validate_json((edition / FITTED_FILE).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return cls(calibration, file.passages) if file.version == VERSION else None

    def to_json(self) -> bytes:
        """Return the version and the hashes; the calibration itself is stored in the manifest."""
        return json.dumps({"version": VERSION, "passages": sorted(self.passages)}).encode()

    def holds_for(self, passages: Iterable[str]) -> bool:
        """Return whether so few passages have changed that the calibration may be reused."""
        current = frozenset(passages)
        changed = max(len(current - self.passages), len(self.passages - current))
        return changed <= MAX_CHANGED_SHARE * len(self.passages)


def generate_questions(inputs: Sequence[EmbeddingInput], seed: str) -> list[str]:
    """Return questions that the text answers, each built from words of one of its sentences.

    Seven words of ten are dropped and the rest shuffled. Measured on the questions about the
    essay and on SQuAD, such questions score like those that people ask.
    """
    random_source = random.Random(seed)  # noqa: S311  (a sample, not a secret)
    sentences = [sentence for source in inputs for sentence in source.own]
    sample = random_source.sample(sentences, min(len(sentences), 2 * MAX_OWN_QUESTIONS))
    return list(_generate_from(sample, random_source))[:MAX_OWN_QUESTIONS]


def _generate_from(sentences: Sequence[str], random_source: random.Random) -> Iterator[str]:
    for sentence in sentences:
        words = _WORD.findall(sentence)
        kept = [word for word in words if random_source.random() < _KEPT_WORDS_SHARE]
        kept = kept[:_MAX_KEPT_WORDS]
        if len(words) >= _MIN_SENTENCE_WORDS and len(kept) >= _MIN_KEPT_WORDS:
            random_source.shuffle(kept)
            yield f"{random_source.choice(_QUESTION_OPENINGS)} {' '.join(kept)}?"
