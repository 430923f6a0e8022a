"""The codec of every `custom_id`: a prefix and fields, separated by colons.

Messages keep their buttons for years, so the whole state of a button is in its `custom_id`.
"""

import re

from bot.errors import UnknownButtonError

MAX_CUSTOM_ID_LENGTH = 100
"""Characters of a `custom_id`, by Discord's rules."""

MAX_NUMBER = 2**63 - 1
"""Largest number in a `custom_id`: no id of Discord's is larger, and databases hold no more."""

_OLD = re.compile(
    r"1\.([a-z]{1,12})\.([0-9a-f]{12})\.([0-9a-z]{1,9})\.([0-9a-z]{1,9})\.(\d{1,20})", re.ASCII
)
"""Buttons written before December 2026; this can go once nobody presses them any more."""


def encode(prefix: str, *fields: object) -> str:
    """Return the `custom_id` of these fields."""
    return ":".join((prefix, *map(str, fields)))


def decode(custom_id: str, prefix: str, *patterns: str) -> tuple[str, ...]:
    """Return the fields of a `custom_id`, each of which must match its pattern in full.

    Raises UnknownButtonError if the `custom_id` is none of the bot's.
    """
    whole = ":".join((prefix, *(f"({pattern})" for pattern in patterns)))
    match = re.fullmatch(whole, upgrade(custom_id)) if custom_id.isascii() else None
    if match is None or any(map(_is_too_large, match.groups())):
        raise UnknownButtonError
    return match.groups()


def _is_too_large(field: str) -> bool:
    """Return whether a field is a number that no control of the bot's ever had."""
    return field.isdecimal() and int(field) > MAX_NUMBER


def prefix_of(custom_id: str) -> str:
    """Return the prefix of a `custom_id`: it names the feature that handles the control."""
    return upgrade(custom_id).partition(":")[0]


def upgrade(custom_id: str) -> str:
    """Return an old `custom_id` in the present form, any other unchanged."""
    match = _OLD.fullmatch(custom_id)
    return ":".join(("answer", *match.groups())) if match else custom_id
