"""What was pressed or picked, and what was typed into a form."""

from collections.abc import Iterable
from typing import Any

import discord


def used(interaction: discord.Interaction[Any]) -> str:
    """Return the `custom_id` of a control that was used or a form that was sent; else nothing."""
    kinds = discord.InteractionType
    if interaction.type not in (kinds.component, kinds.modal_submit):
        return ""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", ""))


def typed(rows: Iterable[Any]) -> dict[str, str]:
    """Return what was typed into each field of a form, in whatever a client wraps it."""
    return {
        str(one["custom_id"]): str(one.get("value") or "").strip()
        for row in rows
        for one in (row.get("component"), *(row.get("components") or ()))
        if one and "custom_id" in one
    }
