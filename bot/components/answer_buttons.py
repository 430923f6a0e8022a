"""The buttons under an answer: their labels, and the state that each carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.components.answer_button_id import EDITION_LENGTH, Action, AnswerButtonId
from bot.i18n.translations import ENGLISH, Translator, later
from embeddings.types import Answer, Span

Style = Literal["main", "plain", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button with its state in its `custom_id`."""

    label: str
    custom_id: str
    style: Style = "plain"


Rows = tuple[tuple[Button, ...], ...]

LABELS = {
    Action.MORE: later("More passages"),
    Action.BEFORE: later("Before"),
    Action.AFTER: later("After"),
    Action.COPY: later("Copy"),
    Action.FOLLOW_UP: later("Follow up"),
    Action.SHOW: later("Show in channel"),
    Action.HELPFUL: later("Helpful"),
    Action.NOT_THIS: later("Not this"),
    Action.WRONG_PAGE: later("Wrong page?"),
    Action.DELETE: later("Delete"),
    Action.RESOLVED: later("Resolved"),
    Action.PASSAGE: later("Show passage"),
    Action.HELD: later("Show what you hold on me"),
    Action.FORGET: later("Delete it"),
    Action.FORGOTTEN: later("Delete for good"),
}

_STYLES: dict[Action, Style] = {
    Action.FOLLOW_UP: "main",
    Action.DELETE: "danger",
    Action.RESOLVED: "main",
    Action.FORGET: "danger",
    Action.FORGOTTEN: "danger",
}
_NO_PASSAGE = AnswerButtonId(Action.HELD, "0" * EDITION_LENGTH, Span(0, 0))


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


def under(answer: Answer, look: Look) -> Rows:
    """Return the buttons under an answer; the state of each is about its first passage."""
    if not answer.shown:
        return ()
    passage = answer.shown[0].passage
    state = AnswerButtonId(Action.MORE, answer.edition, passage.span)
    reading = [Action.BEFORE, Action.AFTER, Action.COPY, Action.FOLLOW_UP]
    judging = [Action.HELPFUL, Action.NOT_THIS, Action.WRONG_PAGE]
    if look.more:
        reading.insert(0, Action.MORE)
    if look.share or not look.private:
        judging.append(Action.SHOW if look.private else Action.DELETE)
    nearest, looked_up = int(answer.outcome == "nearest"), int(answer.outcome in ("source", "page"))
    numbers = {
        Action.MORE: answer.shown[-1].rank,
        Action.DELETE: look.asker,
        Action.FOLLOW_UP: looked_up,
        **dict.fromkeys((Action.SHOW, Action.BEFORE, Action.AFTER), nearest),
    }
    rows = [
        [state.instead(action, numbers.get(action, 0)) for action in actions]
        for actions in (reading, judging)
    ]
    return tuple(tuple(_button(button, look.say) for button in row) for row in rows)


def build_daily_rows(answer: Answer, say: Translator) -> Rows:
    """Return the buttons under a daily quotation, which nobody asked for."""
    state = AnswerButtonId(Action.BEFORE, answer.edition, answer.shown[0].passage.span)
    return (row(state, (Action.BEFORE, Action.AFTER, Action.COPY, Action.WRONG_PAGE), say),)


def without_a_passage(actions: Iterable[Action], say: Translator) -> Rows:
    """Return one row of buttons that belong to no passage."""
    return (row(_NO_PASSAGE, actions, say),)


def row(state: AnswerButtonId, actions: Iterable[Action], say: Translator) -> tuple[Button, ...]:
    """Return a row of buttons for one passage."""
    return tuple(_button(state.instead(action), say) for action in actions)


def _button(state: AnswerButtonId, say: Translator) -> Button:
    style = _STYLES.get(state.action, "plain")
    return Button(say(LABELS[state.action]), state.custom_id, style)
