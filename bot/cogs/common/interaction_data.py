"""What was typed into a form."""

from collections.abc import Iterable
from typing import Any


def typed(rows: Iterable[Any]) -> dict[str, str]:
    """Return what was typed into each field of a form, in whatever a client wraps it."""
    return {
        str(one["custom_id"]): str(one.get("value") or "").strip()
        for row in rows
        for one in (row.get("component"), *(row.get("components") or ()))
        if one and "custom_id" in one
    }
