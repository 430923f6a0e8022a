"""What the bar refuses: questions about SQuAD's articles, and about eight that are left out."""

import json
import random
from pathlib import Path

import numpy as np

from embeddings.build import BAR
from embeddings.encoder import SentenceEncoder

SQUAD = Path(__file__).parents[3] / "shared" / "eval" / "squad.json"
QUESTIONS = 1200
LEFT_OUT = 8


def refused() -> tuple[float, float]:
    """Return the shares refused of answerable questions and of the others, seed 0."""
    squad = json.loads(SQUAD.read_text("utf-8"))
    titles = [paragraph["title"] for paragraph in squad["paragraphs"]]
    draw = random.Random(0)  # noqa: S311  (a sample, not a secret)
    asked = draw.sample(squad["questions"], QUESTIONS)
    left_out = set(draw.sample(sorted(set(titles)), LEFT_OUT))
    encoder = SentenceEncoder()
    passages = _encoded(encoder, [paragraph["text"] for paragraph in squad["paragraphs"]])
    questions = _encoded(encoder, [one["question"] for one in asked])
    kept = np.array([title not in left_out for title in titles])
    best = (questions @ passages[kept].T).max(axis=1)
    others = np.array([titles[one["paragraph"] - 1] in left_out for one in asked])
    return float((best[~others] < BAR).mean()), float((best[others] < BAR).mean())


def _encoded(encoder: SentenceEncoder, texts: list[str]) -> np.ndarray:
    return encoder.encode_passages(texts, lambda _done, _total: None)
