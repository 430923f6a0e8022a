"""The buttons under an answer, and what their custom_id says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Literal

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError
from bot.i18n.translations import ENGLISH, Translator, later
from embeddings.types import Answer, Span

PREFIX = "answer"
"""Prefix of the `custom_id` of every button under an answer."""

EDITION_LENGTH = 12
"""Characters of an edition's hash that a button carries."""

_FIELDS = ("[a-z]{1,12}", "[0-9a-f]{12}", "[0-9a-z]{1,9}", "[0-9a-z]{1,9}", "[0-9]{1,20}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class AnswerAction(StrEnum):
    """What a button does; messages keep the values for years."""

    MORE = "more"
    BEFORE = "before"
    AFTER = "after"
    SHOW = "show"
    COPY = "copy"
    FOLLOW_UP = "follow"
    HELPFUL = "helpful"
    NOT_THIS = "notthis"
    WRONG_PAGE = "wrongpage"
    DELETE = "delete"
    RESOLVED = "resolved"
    PASSAGE = "passage"
    HELD = "held"
    FORGET = "forget"
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, slots=True)
class AnswerButtonId:
    """The state of a button: an action on a passage of an edition.

    `number` depends on the action. MORE: the passages shown so far. DELETE: the id of the member
    who asked. FOLLOW_UP: 1 if a place was looked up, or the text itself asked about, rather than
    a question about what it says. Any other: 1 if the passage is only the nearest one and no
    answer.
    """

    action: AnswerAction
    edition: str
    span: Span
    number: int = 0

    @property
    def custom_id(self) -> str:
        """The button's `custom_id`."""
        offsets = (_to_base_36(offset) for offset in (self.span.start, self.span.end))
        return encode(PREFIX, self.action, self.edition[:EDITION_LENGTH], *offsets, self.number)

    def instead(self, action: AnswerAction, number: int = 0) -> "AnswerButtonId":
        """Return another action on the same passage."""
        return replace(self, action=action, number=number)

    def shows(self, edition: str, span: Span) -> bool:
        """Return whether it is on exactly this passage of this edition."""
        return self.is_of(edition) and self.span == span

    def is_of(self, edition: str) -> bool:
        """Return whether the passage is of an edition."""
        return edition.startswith(self.edition)


def read(custom_id: str) -> AnswerButtonId:
    """Return the state in a `custom_id`; raise UnknownButtonError if it is none of the bot's."""
    action, edition, first, last, number = decode(custom_id, PREFIX, *_FIELDS)
    start, end = int(first, 36), int(last, 36)
    if action not in {*AnswerAction} or start > end:
        raise UnknownButtonError
    return AnswerButtonId(AnswerAction(action), edition, Span(start, end), int(number))


def _to_base_36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


ButtonStyle = Literal["main", "plain", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button with its state in its `custom_id`."""

    label: str
    custom_id: str
    style: ButtonStyle = "plain"


ButtonRows = tuple[tuple[Button, ...], ...]

LABELS = {
    AnswerAction.MORE: later("More passages"),
    AnswerAction.BEFORE: later("Before"),
    AnswerAction.AFTER: later("After"),
    AnswerAction.COPY: later("Copy"),
    AnswerAction.FOLLOW_UP: later("Follow up"),
    AnswerAction.SHOW: later("Show in channel"),
    AnswerAction.HELPFUL: later("Helpful"),
    AnswerAction.NOT_THIS: later("Not this"),
    AnswerAction.WRONG_PAGE: later("Wrong page?"),
    AnswerAction.DELETE: later("Delete"),
    AnswerAction.RESOLVED: later("Resolved"),
    AnswerAction.PASSAGE: later("Show passage"),
    AnswerAction.HELD: later("Show what you hold on me"),
    AnswerAction.FORGET: later("Delete it"),
    AnswerAction.FORGOTTEN: later("Delete for good"),
}

_STYLES: dict[AnswerAction, ButtonStyle] = {
    AnswerAction.FOLLOW_UP: "main",
    AnswerAction.DELETE: "danger",
    AnswerAction.RESOLVED: "main",
    AnswerAction.FORGET: "danger",
    AnswerAction.FORGOTTEN: "danger",
}
_NO_PASSAGE = AnswerButtonId(AnswerAction.HELD, "0" * EDITION_LENGTH, Span(0, 0))


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is shown, and to whom."""

    say: Translator = ENGLISH
    asker: int = 0
    """The id of the member who asked."""
    private: bool = False
    """Whether only that member sees it."""
    more: bool = True
    """Whether there may be further passages."""
    share: bool = True
    """Whether a private answer may be shown to the channel."""
    compact: bool = False
    """Whether the first passage is shortened like the following ones."""
    marked: bool = True
    """Whether the words that answer are in bold."""
    words: int | None = None
    """Words of the text to quote, at most; None for no limit."""


def build_answer_rows(answer: Answer, look: Look) -> ButtonRows:
    """Return the buttons under an answer; the state of each is about its first passage."""
    if not answer.shown:
        return ()
    passage = answer.shown[0].passage
    state = AnswerButtonId(AnswerAction.MORE, answer.edition, passage.span)
    reading = [AnswerAction.BEFORE, AnswerAction.AFTER, AnswerAction.COPY, AnswerAction.FOLLOW_UP]
    judging = [AnswerAction.HELPFUL, AnswerAction.NOT_THIS, AnswerAction.WRONG_PAGE]
    if look.more:
        reading.insert(0, AnswerAction.MORE)
    if look.share or not look.private:
        judging.append(AnswerAction.SHOW if look.private else AnswerAction.DELETE)
    nearest = int(answer.outcome == "nearest")
    looked_up = int(answer.outcome in ("source", "page", "about"))
    numbers = {
        AnswerAction.MORE: answer.shown[-1].rank,
        AnswerAction.DELETE: look.asker,
        AnswerAction.FOLLOW_UP: looked_up,
        **dict.fromkeys((AnswerAction.SHOW, AnswerAction.BEFORE, AnswerAction.AFTER), nearest),
    }
    rows = [
        [state.instead(action, numbers.get(action, 0)) for action in actions]
        for actions in (reading, judging)
    ]
    return tuple(tuple(_button(button, look.say) for button in row) for row in rows)


def build_daily_rows(answer: Answer, say: Translator) -> ButtonRows:
    """Return the buttons under a daily quotation, which nobody asked for."""
    state = AnswerButtonId(AnswerAction.BEFORE, answer.edition, answer.shown[0].passage.span)
    return (
        build_row(
            state,
            (AnswerAction.BEFORE, AnswerAction.AFTER, AnswerAction.COPY, AnswerAction.WRONG_PAGE),
            say,
        ),
    )


def build_rows_without_passage(actions: Iterable[AnswerAction], say: Translator) -> ButtonRows:
    """Return one row of buttons that belong to no passage."""
    return (build_row(_NO_PASSAGE, actions, say),)


def build_row(
    state: AnswerButtonId, actions: Iterable[AnswerAction], say: Translator
) -> tuple[Button, ...]:
    """Return a row of buttons for one passage."""
    return tuple(_button(state.instead(action), say) for action in actions)


def _button(state: AnswerButtonId, say: Translator) -> Button:
    style = _STYLES.get(state.action, "plain")
    return Button(say(LABELS[state.action]), state.custom_id, style)
