"""Messages that ask two things: divided into their questions, and the answers joined."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from embeddings.types import Answer, ShownPassage

_MIN_WORDS = 3
"""Words that each part has at least: fewer name no subject by themselves."""

_ASKING = r"(?:who|whom|whose|what|when|where|why|how)"
_DIVISION = re.compile(
    rf"(?:\?+\s+(?:and\s|also\s)*|,?\s(?:and|also|and\salso)\s)(?={_ASKING}\b)", re.IGNORECASE
)
_QUESTION = re.compile(
    rf"(?:and\s|so\s)*(?:{_ASKING}|did|was|were|is|are|do|does|which)\b", re.IGNORECASE
)


def split_question(words: str) -> list[str]:
    """Return the two questions of a message, or nothing if it asks one thing.

    A part that is about another part of the sentence (`and who took it`) is no question of its
    own: only what stands after a question mark, or after an `and` before a question word, is.
    """
    divisions = list(_DIVISION.finditer(words))
    if len(divisions) != 1 or not _QUESTION.match(words):
        return []
    parts = [words[: divisions[0].start()].strip(), words[divisions[0].end() :].strip(" ?")]
    if min(len(part.split()) for part in parts) < _MIN_WORDS:
        return []
    return [f"{part}?" for part in parts]


def join_parts(question: str, answers: Sequence[Answer], limit: int) -> Answer:
    """Return one answer to a message from those to its parts, at least one of which is answered.

    It lists the passages of the parts in turn, each passage once. It is `about` the text as a
    whole only if no part has another answer.
    """
    answered = [answer for answer in answers if answer.answered]
    leading = next((answer for answer in answered if answer.outcome != "about"), answered[0])
    in_turn = chain.from_iterable(zip_longest(*(answer.passages for answer in answered)))
    distinct: dict[int, ShownPassage] = {}
    for passage in filter(None, in_turn):
        distinct.setdefault(passage.passage.start, passage)
    passages = [*distinct.values()][:limit]
    return replace(
        leading,
        question=question,
        passages=tuple(replace(passage, rank=rank) for rank, passage in enumerate(passages, 1)),
        elapsed_ms=round(sum(answer.elapsed_ms for answer in answers), 1),
        joined=any(answer.joined for answer in answers),
        parts=tuple(answers),
    )
