"""Messages that ask two things: divided into their questions, and the answers joined."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from embeddings.messages import TranslatableMessage, form, join_messages
from embeddings.types import Answer, ShownPassage

NOT_SAID = form("The text does not seem to say: {question}")

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


def join_parts(question: str, answers: Sequence[Answer], limit: int | None) -> Answer:
    """Return one answer to a message from those to its parts, at least one of which is answered.

    It lists the passages of the parts in turn, each passage once, the sure ones first. Only its
    first part follows on what was asked before the message.
    """
    # list the passages
    answered = [answer for answer in answers if answer.answered]
    in_turn = chain.from_iterable(zip_longest(*(answer.passages for answer in answered)))
    distinct: dict[tuple[str, int], ShownPassage] = {}
    for shown in sorted(filter(None, in_turn), key=lambda shown: not shown.sure):
        distinct.setdefault((shown.document.edition, shown.passage.start), shown)
    passages = [*distinct.values()][:limit]

    # one that is found says more of the message than what is known about the text
    leading = next((answer for answer in answered if answer.outcome != "about"), answered[0])
    first, *others = answers
    understood = " ".join([first.understood or "", *(other.question for other in others)])
    return replace(
        leading,
        question=question,
        message=_describe_parts(answers),
        passages=tuple(replace(passage, rank=rank) for rank, passage in enumerate(passages, 1)),
        edition=passages[0].document.edition if passages else leading.edition,
        elapsed_ms=round(sum(answer.elapsed_ms for answer in answers), 1),
        understood=understood if first.understood else None,
        before=first.before,
        joined=any(answer.joined for answer in answers),
        parts=tuple(answers),
    )


def _describe_parts(parts: Sequence[Answer]) -> str | None:
    """Return what is known about the text, and which parts it does not say; None for neither."""
    messages = [message for part in parts if (message := _describe_part(part)) is not None]
    return join_messages(" ", messages) if messages else None


def _describe_part(part: Answer) -> str | None:
    if part.answered:
        return part.message if part.outcome == "about" else None
    if part.outcome == "nearest" and not part.passages:
        return part.message  # names what the text does not have
    return TranslatableMessage(NOT_SAID, question=f"“{part.question}”")
