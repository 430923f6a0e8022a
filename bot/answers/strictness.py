"""How sure the bot must be to call something an answer, and what each level lets through."""

import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.servers.settings import Strictness
    from embeddings.answering.answerer import Answerer

ODDS: "Mapping[Strictness, float]" = {"lenient": 1 / 9, "balanced": 1.0, "strict": 9.0}
"""How much likelier than at the index's own bar an answer must be to be called one, as odds.

Where that bar is an even chance, lenient is one in ten and strict nine in ten.
"""

EXAMPLES = 3
"""Questions that are shown for a level, at most,"""
ASKED = 48
"""and those that are asked to find them."""

_WORD = re.compile(r"[^\W\d_]{4,}")


def level(name: str) -> "Strictness":
    """Return the level of a name; raise ValueError where there is none."""
    for one in ODDS:
        if one == name:
            return one
    raise ValueError(f"{name!r} is no strictness; take one of {', '.join(ODDS)}")


def bar_at(strictness: "Strictness", balanced: float) -> float:
    """Return how probable an answer must be, by what is enough for a balanced index."""
    likely = balanced * ODDS[strictness]
    return likely / (likely + 1 - balanced)


def examples(
    answerer: "Answerer", own: Sequence[str], others: Sequence[str]
) -> "Mapping[Strictness, Sequence[str]]":
    """Return for each level some questions that it lets through and no stricter one does.

    They are of the text's own examples and of questions about other things, of which those are
    asked that are most like the text.
    """
    bars = {one: bar_at(one, answerer.bar) for one in ODDS}
    found: dict[Strictness, list[str]] = {one: [] for one in bars}
    near = _nearest(others, answerer.concordance.document.text)[: ASKED // 2]
    for question in (*_evenly(own, ASKED - len(near)), *near):
        answer = answerer.answer(question, 1, bar=0.0)
        if answer.outcome == "answer":
            passed = [one for one, bar in bars.items() if answer.shown[0].score >= bar]
            if passed and len(found[passed[-1]]) < EXAMPLES:
                found[passed[-1]].append(question)
    return {one: tuple(questions) for one, questions in found.items()}


def _nearest(questions: Sequence[str], text: str) -> list[str]:
    """Return questions in order of how many of their words stand in a text."""
    known = {*_words(text)}
    return sorted(questions, key=lambda one: -_share([*_words(one)], known))


def _share(words: Collection[str], known: Collection[str]) -> float:
    return sum(word in known for word in words) / max(1, len(words))


def _words(text: str) -> Iterator[str]:
    return (match[0] for match in _WORD.finditer(text.casefold()))


def _evenly(questions: Sequence[str], count: int) -> Sequence[str]:
    return questions[:: max(1, math.ceil(len(questions) / max(1, count)))]
