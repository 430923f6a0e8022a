"""Answers of several texts to one question, made one: the passages that answer best, of any."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from embeddings.checking.result import Checked
from embeddings.errors import AskedError
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer, AnswerKind, Document

Text = TypeVar("Text")
Result = TypeVar("Result")

_BEST: tuple[AnswerKind, ...] = ("page", "source", "answer", "nearest", "hint")
"""What was found, the surest first: a look-up before a search, and any answer before none."""


def ask_each(
    texts: Iterable[Text], ask: Callable[[Text], Answer], limit: int | None = None
) -> Answer:
    """Return the one answer of several texts to a question, with at most `limit` passages.

    Texts in which there is nothing to be looked up are left out; raises AskedError where that
    is so of all.
    """
    return join_answers(find_in_each(texts, ask), limit)


def join_answers(answers: Sequence[Answer], limit: int | None = None) -> Answer:
    """Return the one answer of several texts, at least one, to the same question.

    Of those whose outcome is the surest the passages stand together, best first, at most
    `limit`; what is looked up stays in the order of the texts. The edition is that of the first.
    """
    outcome = min((one.outcome for one in answers), key=_BEST.index)
    same = [one for one in answers if one.outcome == outcome]
    said = _likeliest(same) if outcome in ("nearest", "hint") else same[0]
    if outcome == "nearest":  # what a text says to be absent fits its own passages alone
        same = [one for one in same if one.message == said.message]
    every = [shown for one in same for shown in one.shown]
    if outcome in ("answer", "nearest"):
        every.sort(key=lambda shown: -shown.score)
    kept = tuple(replace(one, rank=rank) for rank, one in enumerate(every[:limit], 1))
    first = _of(same, kept[0].document) if kept else said
    return replace(
        first,
        shown=kept,
        message=_message(said, same, len(kept)),
        elapsed_ms=round(sum(one.elapsed_ms for one in answers), 1),
        joined=any(one.joined for one in same),
    )


def _likeliest(answers: Sequence[Answer]) -> Answer:
    """Return the answer whose first passage is the most probable."""
    return max(answers, key=lambda one: one.shown[0].score if one.shown else -1.0)


def _of(answers: Sequence[Answer], document: Document) -> Answer:
    return next(one for one in answers if one.edition == document.edition)


def _message(said: Answer, same: Sequence[Answer], shown: int) -> str | None:
    """Return what stands above the passages: of those that cite a page, how many there are."""
    count = sum(map(_count, same))
    if said.outcome != "page" or count == shown:
        return said.message
    return TranslatableMessage("The first {shown} of {count} passages:", shown=shown, count=count)


def _count(one: Answer) -> int:
    """Return of how many passages an answer shows the first."""
    count = (
        one.message.values.get("count") if isinstance(one.message, TranslatableMessage) else None
    )
    return count if isinstance(count, int) else len(one.shown)


def find_in_each(texts: Iterable[Text], find: Callable[[Text], Result]) -> list[Result]:
    """Return what each text has, of those in which there is something to be looked up.

    Raises AskedError where that is so of none.
    """
    results, errors = list[Result](), list[AskedError]()
    for text in texts:
        try:
            results.append(find(text))
        except AskedError as error:
            errors.append(error)
    if not results:
        raise errors[0]
    return results


def join_checks(every: Sequence[tuple[Checked, ...]]) -> tuple[Checked, ...]:
    """Return a message checked against several texts: each quotation by the text that has it.

    Where they do not agree on what its quotations are, all are by the text that has the most.
    """
    stretches = [list(dict.fromkeys(one.stretch for one in found)) for found in every]
    if any(found != stretches[0] for found in stretches):
        return max(every, key=_proved)
    parts = (
        [[one for one in found if one.stretch == stretch] for found in every]
        for stretch in stretches[0]
    )
    return tuple(one for texts in parts for one in max(texts, key=_proved))


def _proved(found: Sequence[Checked]) -> tuple[int, int, float]:
    """Return how many words a text has of what was written, and how near it comes else.

    Words too common to be taken from a text come second: it has them all the same.
    """
    taken = sum(_same(one) for one in found if not one.slight)
    common = sum(_same(one) for one in found if one.slight)
    near = (shown.score for one in found for shown in one.nearest[:1])
    return taken, common, max(near, default=0.0)


def _same(one: Checked) -> int:
    """Return how many words a text has of those that are checked."""
    segments = one.found.difference.segments if one.found is not None else ()
    return sum(len(each.text.split()) for each in segments if each.kind == "same")
