"""Buttons written before December 2026: `1.`, then fields with dots between them.

Messages keep such buttons for years; this file can go once nobody presses them any more.
"""

import re

_OLD = re.compile(
    r"1\.([a-z]{1,12})\.([0-9a-f]{12})\.([0-9a-z]{1,9})\.([0-9a-z]{1,9})\.(\d{1,20})", re.ASCII
)


def upgrade(custom_id: str) -> str:
    """Return an old `custom_id` in the present form, any other unchanged."""
    match = _OLD.fullmatch(custom_id)
    return ":".join(("answer", *match.groups())) if match else custom_id
