"""The buttons under an answer: what they are called, and what state each carries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from bot.components.answer_button_id import EDITION, Action, AnswerButtonId
from bot.i18n.translations import ENGLISH, Translator, later
from embeddings.types import Answer, Span

Style = Literal["main", "plain", "danger"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button, with its state in its `custom_id`."""

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

_NEAREST, _PLACED = ("nearest",), ("source", "page")

_STYLES: dict[Action, Style] = {
    Action.FOLLOW_UP: "main",
    Action.DELETE: "danger",
    Action.RESOLVED: "main",
    Action.FORGET: "danger",
    Action.FORGOTTEN: "danger",
}
_NOWHERE = AnswerButtonId(Action.HELD, "0" * EDITION, Span(0, 0))


@dataclass(frozen=True, slots=True)
class Look:
    """How an answer is shown: in which language, to whom, and whether to a member alone.

    `more` says whether further passages may be asked for, `share` whether a private one may be
    shown to all.
    """

    say: Translator = ENGLISH
    asker: int = 0
    private: bool = False
    more: bool = True
    share: bool = True
    compact: bool = False
    """Whether the first passage too is shortened, as those behind it are."""
    marked: bool = True
    """Whether the words that answer are in bold."""
    words: int | None = None
    """How many words of the text are quoted, at most."""


def under(answer: Answer, look: Look) -> Rows:
    """Return the buttons of an answer: on its first passage, and on all of it."""
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
    nearest, placed = (int(answer.outcome in kinds) for kinds in (_NEAREST, _PLACED))
    numbers = {
        Action.MORE: answer.shown[-1].rank,
        Action.DELETE: look.asker,
        Action.FOLLOW_UP: placed,
        **dict.fromkeys((Action.SHOW, Action.BEFORE, Action.AFTER), nearest),
    }
    return tuple(
        tuple(_button(state.instead(one, numbers.get(one, 0)), look.say) for one in row)
        for row in (reading, judging)
    )


def of_the_day(answer: Answer, say: Translator) -> Rows:
    """Return the buttons of a quotation that nobody asked for: they need no question."""
    state = AnswerButtonId(Action.BEFORE, answer.edition, answer.shown[0].passage.span)
    return (row(state, (Action.BEFORE, Action.AFTER, Action.COPY, Action.WRONG_PAGE), say),)


def without_a_passage(actions: Iterable[Action], say: Translator) -> Rows:
    """Return a row of buttons that belong to no passage."""
    return (row(_NOWHERE, actions, say),)


def row(state: AnswerButtonId, actions: Iterable[Action], say: Translator) -> tuple[Button, ...]:
    """Return a row of buttons on one passage."""
    return tuple(_button(state.instead(one), say) for one in actions)


def _button(state: AnswerButtonId, say: Translator) -> Button:
    style = _STYLES.get(state.action, "plain")
    return Button(say(LABELS[state.action]), state.custom_id, style)
