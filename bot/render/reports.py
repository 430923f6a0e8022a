"""What somebody reports of a passage, as moderators read it: never by whom."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.button_target import ButtonTarget
from bot.components.answer_button_id import Action, AnswerButtonId
from bot.components.answer_buttons import Rows, row
from bot.formatting import markdown
from bot.i18n.translations import Translator, later
from bot.render.answers import answer
from bot.render.message import CONTENT, Message, headed, own
from embeddings.types import Answer

SAID = {
    Action.WRONG_PAGE: later("Wrong page? Somebody doubts the page of this passage."),
    Action.NOT_THIS: later("Not this: for somebody this passage does not answer the question."),
}
"""What is reported, by the button that was pressed."""

CHANGED = later("The text has changed since this answer. In today’s text:")
GONE = later("The text has changed since this answer, and these words stand in it no more.")

_QUESTION = 1000
"""What a question may take of a report: room is left for what is said above it."""


@dataclass(frozen=True, slots=True)
class Report:
    """What was pressed under which answer: the question, where it can be read off."""

    pressed: AnswerButtonId
    question: str | None


def report(one: Report, found: ButtonTarget, say: Translator) -> tuple[Message, ...]:
    """Return the messages of a report: the passage with its reference, buttons under the first.

    Raises UnprovedQuotationError where what Discord would show is not the text.
    """
    said = say("It was shown from edition {edition}.", edition=one.pressed.edition)
    head = own(f"{say(SAID[one.pressed.action])} {said}", say)
    question = _shortened(one.question or "")
    note = say(CHANGED if found.shown else GONE) if found.changed else None
    shown = () if found.shown is None else (found.shown,)
    state = one.pressed
    if found.shown is not None:
        edition = found.shown.document.edition
        state = AnswerButtonId(Action.PASSAGE, edition, found.shown.passage.span)
    messages = headed(answer(Answer(question, "source", note, shown, state.edition, 0.0)), head)
    return _under(messages, (row(state, (Action.RESOLVED, Action.PASSAGE), say),))


def resolved(content: str, by: str, pressed: AnswerButtonId, say: Translator) -> Message:
    """Return a report that is closed: by whom stands above it, in Discord's own mention."""
    lines = [say("Resolved by {member}.", member=by), content]
    both = "\n".join(filter(None, lines))
    kept = both if markdown.length(both) <= CONTENT else lines[0]
    return Message(kept, rows=(row(pressed, (Action.PASSAGE,), say),))


def _under(messages: Sequence[Message], rows: Rows) -> tuple[Message, ...]:
    first, *rest = (replace(one, rows=()) for one in messages)
    return (replace(first, rows=rows), *rest)


def _shortened(question: str) -> str:
    """Return a question, the first of it where it is long."""
    words = markdown.one_line(question).strip()
    if markdown.length(markdown.escape(words)) <= _QUESTION:
        return words
    while markdown.length(markdown.escape(words)) > _QUESTION:
        words = words[: len(words) * 9 // 10]
    return f"{words.rstrip()} …"
