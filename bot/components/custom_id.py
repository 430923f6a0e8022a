"""The codec of every `custom_id`: a prefix and fields between colons, so that it outlives the bot.

A message keeps its buttons for years: what they mean stands in them, and in nothing else.
"""

import re

from bot.components.old_custom_id import upgrade
from bot.errors import UnknownButtonError

MAX_LENGTH = 100
"""Characters of a `custom_id`, by Discord's rules."""


def encode(prefix: str, *fields: object) -> str:
    """Return the `custom_id` that has these fields."""
    return ":".join((prefix, *map(str, fields)))


def decode(custom_id: str, prefix: str, *patterns: str) -> tuple[str, ...]:
    """Return the fields of a `custom_id`, each of which fully matches its pattern.

    Raises UnknownButtonError for one that was never made.
    """
    whole = ":".join((prefix, *(f"({pattern})" for pattern in patterns)))
    match = re.fullmatch(whole, upgrade(custom_id)) if custom_id.isascii() else None
    if match is None:
        raise UnknownButtonError
    return match.groups()


def prefix_of(custom_id: str) -> str:
    """Return the prefix, which tells the feature that a control belongs to."""
    return upgrade(custom_id).partition(":")[0]
