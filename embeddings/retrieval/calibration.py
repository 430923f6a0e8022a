"""How sure a score is: a probability, and the bar below which a passage is no answer."""

import json
import math
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import BaseModel, ValidationError

from embeddings.index.embedding_inputs import Unit

OTHERS = Path(__file__).with_name("unrelated_questions.txt")
"""Questions of ours about other things, one a line: no text is to answer them."""

VERSION = 1
"""Of all that decides a score or how a calibration is fitted: of another version none holds."""

FITTED = "fitted.json"
"""The file of an edition with the passages that its calibration was fitted on."""

LEAST = 0.5
"""The least probability with which a passage is called an answer."""

OTHERS_REFUSED = 0.965
"""The share of questions about other things that the bar refuses, if it can at 0.9."""

DRIFT = 0.05
"""The share of a text's passages that may change before a calibration is fitted anew.

So few passages shift no share of the questions noticeably, and a correction moves no bar.
"""

POSITIVES = 400
_KEPT = 0.3
_LONGEST = 9
_FRAMES = ("What did", "Who was", "When did the", "How was", "Why did the", "Where was")
_WORD = re.compile(r"\w+")
_STEEP = 0.05
_SURE_ENOUGH = 0.9


@dataclass(frozen=True, slots=True)
class Calibration:
    """A logistic curve over scores; `refused_own` and `refused_others` are shares it refuses.

    Both are of the questions that it was fitted on: those made of the text's own words, and
    those about other things.
    """

    slope: float
    offset: float
    bar: float
    refused_own: float
    refused_others: float

    def probability(self, score: float) -> float:
        """Return how likely a passage with this score answers."""
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, self.slope * score + self.offset))))

    @classmethod
    def fit(cls, own: Sequence[float], others: Sequence[float]) -> "Calibration":
        """Fit the curve to the best scores of questions that are answered, and that are not.

        Both kinds weigh alike. Without one of them the curve rises where the other ends.
        """
        if not own or not others:
            return cls._beside(own, others)
        from sklearn.linear_model import LogisticRegression  # 1 s: only building pays for it

        scores = [[score] for score in (*own, *others)]
        answered = [True] * len(own) + [False] * len(others)
        fitted = LogisticRegression(class_weight="balanced", C=100).fit(scores, answered)
        slope = float(fitted.coef_[0, 0])
        if slope < _STEEP:  # what the text answers scores no better: only the best is an answer
            return cls._beside(own, others)
        return cls._of(slope, float(fitted.intercept_[0]), own, others)

    @classmethod
    def _beside(cls, own: Sequence[float], others: Sequence[float]) -> "Calibration":
        edge = max(others, default=min(own, default=0.0))
        return cls._of(1.0, -edge, own, others)

    @classmethod
    def _of(
        cls, slope: float, offset: float, own: Sequence[float], others: Sequence[float]
    ) -> "Calibration":
        curve = cls(round(slope, 6), round(offset, 6), LEAST, 0.0, 0.0)
        if others:
            allowed = math.ceil(OTHERS_REFUSED * len(others))
            highest_refused = sorted(others)[min(allowed, len(others) - 1)]
            bar = min(max(LEAST, curve.probability(highest_refused)), _SURE_ENOUGH)
            curve = replace(curve, bar=round(bar, 4))
        return replace(curve, refused_own=curve.refused(own), refused_others=curve.refused(others))

    def refused(self, scores: Sequence[float]) -> float:
        """Return the share of scores that the bar refuses."""
        below = sum(self.probability(score) < self.bar for score in scores)
        return round(below / len(scores), 4) if scores else 0.0


class _Kept(BaseModel):
    version: int
    passages: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fitted:
    """A calibration, and the passages of the text that it was fitted on, by their hashes."""

    calibration: Calibration
    passages: frozenset[str]

    @classmethod
    def load(cls, edition: Path, calibration: Calibration) -> "Fitted | None":
        """Return what an edition keeps beside its calibration, if it was fitted as it is now.

        Earlier versions kept nothing.
        """
        try:
            kept = _Kept.model_validate_json((edition / FITTED).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        return cls(calibration, kept.passages) if kept.version == VERSION else None

    def to_json(self) -> bytes:
        """Return the version and the hashes as JSON; the calibration stands in the manifest."""
        return json.dumps({"version": VERSION, "passages": sorted(self.passages)}).encode()

    def holds_for(self, passages: Iterable[str]) -> bool:
        """Say whether a text is still so much the same that it need not be fitted anew."""
        now = frozenset(passages)
        changed = max(len(now - self.passages), len(self.passages - now))
        return changed <= DRIFT * len(self.passages)


def questions_of(units: Sequence[Unit], seed: str) -> list[str]:
    """Return questions that the text answers, made of a few words of its own sentences.

    Seven words of ten are left out and the rest is shuffled: so they score like questions
    that people ask, as was measured on the essay's and on SQuAD's.
    """
    draw = random.Random(seed)  # noqa: S311  (a sample, not a secret)
    sentences = [words for unit in units for words in unit.own]
    chosen = draw.sample(sentences, min(len(sentences), 2 * POSITIVES))
    return list(_made(chosen, draw))[:POSITIVES]


def _made(sentences: Sequence[str], draw: random.Random) -> Iterator[str]:
    for sentence in sentences:
        words = _WORD.findall(sentence)
        kept = [word for word in words if draw.random() < _KEPT][:_LONGEST]
        if len(words) >= 6 and len(kept) >= 2:
            draw.shuffle(kept)
            yield f"{draw.choice(_FRAMES)} {' '.join(kept)}?"
