"""From scores to probabilities, and the bar below which a passage is no answer."""

import math
from dataclasses import dataclass

BAR = 0.4
"""A less probable passage is never an answer.

Here hardly more answers are lost than wrong ones are kept back: see docs/figures.md.
"""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve: its slope, and the score that it makes a probability of one half."""

    slope: float
    threshold: float

    def probability(self, score: float) -> float:
        """Return the probability that a passage with this score answers the question."""
        distance = self.slope * (score - self.threshold)
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, distance))))


_OF_TWO_MODELS = Calibration(0.29, 29.4)
_OF_ONE_MODEL = Calibration(0.41, 22.0)


def choose_calibration(models: int) -> Calibration:
    """Return the calibration for an index of one model or of two.

    `python -m tests.benchmarks.weights` fits both, with the weights of the stages, on questions
    that people asked: answerable ones, and the same where the paragraph that answers is left out.
    """
    return _OF_ONE_MODEL if models == 1 else _OF_TWO_MODELS
