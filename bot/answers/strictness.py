"""Strictness: how probable an answer must be to be given, and what each level lets through."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.answering.answerer import Answerer

ODDS: "Mapping[Strictness, float]" = {"lenient": 1 / 9, "balanced": 1.0, "strict": 9.0}
"""Factors on the odds of the index's own bar.

Where that bar is a probability of 0.5, lenient is 0.1 and strict 0.9.
"""

MAX_EXAMPLES = 3
"""Example questions shown for a level, at most."""

MAX_ASKED = 48
"""Questions asked to find the examples, at most."""

_WORD = re.compile(r"[^\W\d_]{4,}")


def parse_strictness(name: str) -> "Strictness":
    """Return the strictness of a name; raise ValueError if there is none."""
    for strictness in ODDS:
        if strictness == name:
            return strictness
    raise ValueError(f"{name!r} is no strictness; take one of {', '.join(ODDS)}")


def compute_bar(strictness: "Strictness", balanced: float) -> float:
    """Return how probable an answer must be, from the bar of a balanced index."""
    weighted = balanced * ODDS[strictness]
    return weighted / (weighted + 1 - balanced)


def pick_examples(
    answerer: "Answerer", own: Sequence[str], unrelated: Sequence[str]
) -> "Mapping[Strictness, Sequence[str]]":
    """Return for each strictness some questions that it lets through and no stricter one does.

    Candidates are the text's own examples, and the unrelated questions most like the text.
    """
    # Ordered from lenient to strict, as ODDS is.
    bars = {strictness: compute_bar(strictness, answerer.bar) for strictness in ODDS}
    examples: dict[Strictness, list[str]] = {strictness: [] for strictness in bars}
    near = _sort_by_overlap(unrelated, answerer.concordance.document.text)[: MAX_ASKED // 2]
    for question in (*_sample_evenly(own, MAX_ASKED - len(near)), *near):
        answer = answerer.answer(question, 1, bar=0.0)
        if answer.outcome != "answer":
            continue
        passed = [strictness for strictness, bar in bars.items() if answer.shown[0].score >= bar]
        if passed and len(examples[passed[-1]]) < MAX_EXAMPLES:
            examples[passed[-1]].append(question)
    return {strictness: tuple(questions) for strictness, questions in examples.items()}


def _sort_by_overlap(questions: Sequence[str], text: str) -> list[str]:
    """Return questions by the share of their words that the text has, highest first."""
    known = {*_words(text)}
    return sorted(questions, key=lambda question: -_share([*_words(question)], known))


def _share(words: Collection[str], known: Collection[str]) -> float:
    return sum(word in known for word in words) / max(1, len(words))


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in _WORD.finditer(text.casefold()))


def _sample_evenly(questions: Sequence[str], count: int) -> Sequence[str]:
    return questions[:: max(1, math.ceil(len(questions) / max(1, count)))]
