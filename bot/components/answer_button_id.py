"""What a button under an answer means."""

from dataclasses import dataclass, replace
from enum import StrEnum

from bot.components.custom_id import decode, encode
from bot.errors import UnknownButtonError
from embeddings.types import Span

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
    who asked. FOLLOW_UP: 1 if a place was looked up rather than a question asked. Any other: 1
    if the passage is only the nearest one and no answer.
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
