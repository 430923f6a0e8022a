"""What a button under an answer means."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError
from embeddings.types import Span

PREFIX = "answer"
"""Of the `custom_id` of every button under an answer."""

EDITION = 12
"""Letters of an edition's hash that a button carries."""

_FIELDS = ("[a-z]{1,12}", "[0-9a-f]{12}", "[0-9a-z]{1,9}", "[0-9a-z]{1,9}", "[0-9]{1,20}")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Action(StrEnum):
    """What a button does; the names stand in messages for years."""

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
    """What was pressed: an action on a passage of an edition.

    `number` is how many passages were shown before, for MORE; whoever asked, for DELETE; 1 for
    FOLLOW_UP where a place was shown and nothing asked; 1 for others where it is no answer.
    """

    action: Action
    edition: str
    span: Span
    number: int = 0

    @property
    def custom_id(self) -> str:
        """The button's `custom_id`."""
        places = (_in_base_36(at) for at in (self.span.start, self.span.end))
        return encode(PREFIX, self.action, self.edition[:EDITION], *places, self.number)

    def instead(self, action: Action, number: int = 0) -> "AnswerButtonId":
        """Return another action on the same passage."""
        return replace(self, action=action, number=number)

    def shows(self, edition: str, span: Span) -> bool:
        """Say whether it is on just this passage of this edition."""
        return self.is_of(edition) and self.span == span

    def is_of(self, edition: str) -> bool:
        """Say whether the passage is of an edition."""
        return edition.startswith(self.edition)


def read(custom_id: str) -> AnswerButtonId:
    """Return what a `custom_id` means; raise UnknownButtonError for one that was never made."""
    action, edition, first, last, number = decode(custom_id, PREFIX, *_FIELDS)
    start, end = int(first, 36), int(last, 36)
    if action not in {*Action} or start > end:
        raise UnknownButtonError
    return AnswerButtonId(Action(action), edition, Span(start, end), int(number))


def _in_base_36(number: int) -> str:
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits
