"""A member's report of a passage, as moderators read it: never by whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.button_target import ButtonTarget
from bot.components.answer_buttons import AnswerAction, AnswerButtonId, ButtonRows, build_row
from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.render.answers import answer
from bot.render.message import MAX_CONTENT, Message, add_heading, format_notice
from embeddings.types import Answer

_REASONS = {
    AnswerAction.WRONG_PAGE: later("Wrong page? Somebody doubts the page of this passage."),
    AnswerAction.NOT_THIS: later(
        "Not this: for somebody this passage does not answer the question."
    ),
}
"""What each button reports."""

TEXT_CHANGED = later("The text has changed since this answer. In today’s text:")
WORDS_GONE = later("The text has changed since this answer, and these words stand in it no more.")

_MAX_QUESTION = 1000
"""UTF-16 code units of the question in a report, which leave room for what stands above it."""


@dataclass(frozen=True, slots=True)
class PassageReport:
    """The button that was pressed, and the question above the answer where it could be read."""

    pressed: AnswerButtonId
    question: str | None


def report(report: PassageReport, target: ButtonTarget, say: Translator) -> tuple[Message, ...]:
    """Return the messages of a report: the passage with its reference, buttons under the first.

    Raises UnprovedQuotationError where what Discord would show is not in the text.
    """
    pressed = report.pressed
    edition = say("It was shown from edition {edition}.", edition=pressed.edition)
    head = format_notice(f"{say(_REASONS[pressed.action])} {edition}", say)
    note = say(TEXT_CHANGED if target.shown else WORDS_GONE) if target.changed else None
    if target.shown is not None:
        span = target.shown.passage.span
        pressed = AnswerButtonId(AnswerAction.PASSAGE, target.shown.document.edition, span)
    passages = () if target.shown is None else (target.shown,)
    question = _shorten_question(report.question or "")
    reported = Answer(question, "source", note, passages, pressed.edition, 0.0)
    buttons = build_row(pressed, (AnswerAction.RESOLVED, AnswerAction.PASSAGE), say)
    return _put_buttons_under_first(add_heading(answer(reported), head), (buttons,))


def resolved_report(content: str, by: str, pressed: AnswerButtonId, say: Translator) -> Message:
    """Return a closed report, with a mention of who resolved it above."""
    lines = [say("Resolved by {member}.", member=by), content]
    whole = "\n".join(filter(None, lines))
    content = whole if markdown.length(whole) <= MAX_CONTENT else lines[0]
    return Message(content, rows=(build_row(pressed, (AnswerAction.PASSAGE,), say),))


def _put_buttons_under_first(messages: Sequence[Message], rows: ButtonRows) -> tuple[Message, ...]:
    first, *rest = (replace(message, rows=()) for message in messages)
    return (replace(first, rows=rows), *rest)


def _shorten_question(question: str) -> str:
    """Return a question on one line, or its beginning where it is too long."""
    words = markdown.one_line(question).strip()
    if markdown.length(markdown.escape(words)) <= _MAX_QUESTION:
        return words
    while markdown.length(markdown.escape(words)) > _MAX_QUESTION:
        words = words[: len(words) * 9 // 10]
    return f"{words.rstrip()} …"
