"""One answer from several texts, with the passages of any that answer best."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from embeddings.answering.question_parts import join_parts
from embeddings.checking.result import CheckedQuote
from embeddings.errors import AskedError
from embeddings.messages import TranslatableMessage, join_messages
from embeddings.types import Answer, AnswerKind, Document

_Text = TypeVar("_Text")
_Result = TypeVar("_Result")

_OUTCOMES_BY_CERTAINTY: tuple[AnswerKind, ...] = (
    "page",
    "source",
    "about",
    "answer",
    "nearest",
    "hint",
)
"""The most certain first: look-ups before searches, and any answer before none."""


def ask_each(
    texts: Iterable[_Text], ask: Callable[[_Text], Answer], limit: int | None = None
) -> Answer:
    """Ask several texts a question, and return one answer with at most `limit` passages.

    Texts in which the look-up fails are left out; raises AskedError if it fails in all.
    """
    return join_answers(find_in_each(texts, ask), limit)


def join_answers(answers: Sequence[Answer], limit: int | None = None) -> Answer:
    """Return one answer for the answers of several texts, at least one, to the same question.

    It shows at most `limit` passages of the answers with the most certain outcome: found by a
    search, best first; looked up, in the order of the texts. The edition is that of the first.
    Of a message that asks several questions, each is answered from all texts.
    """
    if divided := [answer.parts for answer in answers if answer.parts]:
        parts = [join_answers(part, limit) for part in zip(*divided, strict=True)]
        return join_parts(answers[0].question, parts, limit)

    # choose the answers that count, and the one whose message is shown
    outcome = min((answer.outcome for answer in answers), key=_OUTCOMES_BY_CERTAINTY.index)
    chosen = [answer for answer in answers if answer.outcome == outcome]
    leading = _find_likeliest(chosen) if outcome in ("nearest", "hint") else chosen[0]
    if outcome == "nearest":  # a message about what is missing fits only the text's own passages
        chosen = [answer for answer in chosen if answer.message == leading.message]

    # merge their passages
    passages = [passage for answer in chosen for passage in answer.passages]
    if outcome in ("answer", "nearest") and len(chosen) > 1:
        passages.sort(key=lambda passage: (not passage.sure, -passage.score))
    ranked = tuple(replace(passage, rank=rank) for rank, passage in enumerate(passages[:limit], 1))
    first = _find_by_document(chosen, ranked[0].document) if ranked else leading
    return replace(
        first,
        passages=ranked,
        message=_choose_message(leading, chosen, len(ranked)),
        elapsed_ms=round(sum(answer.elapsed_ms for answer in answers), 1),
        joined=any(answer.joined for answer in chosen),
    )


def _find_likeliest(answers: Sequence[Answer]) -> Answer:
    """Return the answer whose first passage is the most probable."""
    return max(answers, key=lambda answer: answer.passages[0].score if answer.passages else -1.0)


def _find_by_document(answers: Sequence[Answer], document: Document) -> Answer:
    return next(answer for answer in answers if answer.edition == document.edition)


def _choose_message(leading: Answer, chosen: Sequence[Answer], shown: int) -> str | None:
    """Return the leading message; about texts, each one's; for pages, how many are shown."""
    if leading.outcome == "about":
        return join_messages("\n", [answer.message for answer in chosen if answer.message])
    count = sum(map(_count_passages, chosen))
    if leading.outcome != "page" or count == shown:
        return leading.message
    return TranslatableMessage("The first {shown} of {count} passages:", shown=shown, count=count)


def _count_passages(answer: Answer) -> int:
    """Return how many passages an answer has, including those that it does not show."""
    message = answer.message
    count = message.values.get("count") if isinstance(message, TranslatableMessage) else None
    return count if isinstance(count, int) else len(answer.shown)


def find_in_each(texts: Iterable[_Text], find: Callable[[_Text], _Result]) -> list[_Result]:
    """Return the results of a look-up in those texts in which it does not fail.

    Raises the first AskedError if it fails in all.
    """
    results, errors = list[_Result](), list[AskedError]()
    for text in texts:
        try:
            results.append(find(text))
        except AskedError as error:
            errors.append(error)
    if not results:
        raise errors[0]
    return results


def join_checks(checks: Sequence[tuple[CheckedQuote, ...]]) -> tuple[CheckedQuote, ...]:
    """Join a message's checks against several texts: each quotation by the text that has it.

    If the texts divide the message into different quotations, the text that has the most of it
    decides about all.
    """
    stretches = [list(dict.fromkeys(part.stretch for part in parts)) for parts in checks]
    if any(others != stretches[0] for others in stretches):
        return max(checks, key=_rate_checks)
    by_stretch = (
        [[part for part in parts if part.stretch == stretch] for parts in checks]
        for stretch in stretches[0]
    )
    return tuple(part for texts in by_stretch for part in max(texts, key=_rate_checks))


def _rate_checks(parts: Sequence[CheckedQuote]) -> tuple[int, int, float]:
    """Return how many of the words a text has, and how similar its nearest passage is.

    Words so common that they need not be quoted from the text count in second place.
    """
    distinctive = sum(_count_same_words(part) for part in parts if not part.slight)
    common = sum(_count_same_words(part) for part in parts if part.slight)
    similarities = (shown.score for part in parts for shown in part.nearest[:1])
    return distinctive, common, max(similarities, default=0.0)


def _count_same_words(part: CheckedQuote) -> int:
    segments = part.located.difference.segments if part.located is not None else ()
    return sum(len(segment.text.split()) for segment in segments if segment.kind == "same")
