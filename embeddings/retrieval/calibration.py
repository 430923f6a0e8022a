"""From scores to probabilities, and the bar below which a passage is no answer."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

UNRELATED_QUESTIONS = Path(__file__).with_name("unrelated_questions.txt")
"""Questions about unrelated subjects, one per line, that no text should answer."""

VERSION = 2
"""Version of the scoring and fitting rules; a calibration of another version is not reused."""

FITTED_FILE = "fitted.json"
"""File in an edition that lists the passages its calibration was fitted on."""

BAR = 0.4
"""A less probable passage is never an answer.

Here hardly more answers are lost than wrong ones are kept back: see docs/figures.md.
"""

MAX_CHANGED_SHARE = 0.05
"""Share of a text's passages that may change before its calibration is fitted again.

So few passages hardly affect the fit, and a small correction of the text leaves the bar alone.
"""


@dataclass(frozen=True, slots=True)
class Curve:
    """The logistic curve of a set of stages: its slope, and the score at which it is one half."""

    slope: float
    threshold: float


CURVE = Curve(0.29, 29.4)
CURVE_ALONE = Curve(0.41, 22.0)
"""The curves for two models and for one.

`python -m tests.benchmarks.weights` fits them, with the weights of the stages, on questions that
people asked: answerable ones, and the same where the paragraph that answers is left out.
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve from scores to probabilities, and the bar for an answer.

    `refused_others` is the share of unrelated questions below the bar.
    """

    slope: float
    offset: float
    bar: float
    refused_others: float

    def probability(self, score: float) -> float:
        """Return the probability that a passage with this score answers the question."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.slope * score + self.offset))))

    @classmethod
    def fit(cls, curve: Curve, others: Sequence[float]) -> "Calibration":
        """Return a curve as it is, with the share of the unrelated questions that it refuses.

        `others` are the best scores of these. It is not moved by them: a text about everything
        answers some, and its own questions would pay for that.
        """
        fitted = cls(curve.slope, round(-curve.slope * curve.threshold, 6), BAR, 0.0)
        return replace(fitted, refused_others=fitted.refused_share(others))

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
