"""Which feature a control belongs to: the one that has taken its prefix."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.components.custom_id import prefix_of

Interaction = discord.Interaction[Any]
Handler = Callable[[Interaction, str], Awaitable[None]]
"""Does what a control says, of which it is given the interaction and the `custom_id`."""


class ComponentRouter:
    """Brings each control that is used, and each form that is sent, to its feature."""

    def __init__(self, unknown: Handler) -> None:
        self._handlers: dict[str, Handler] = {}
        self._unknown = unknown

    def add(self, prefix: str, handler: Handler) -> None:
        """Have a feature see to all controls whose `custom_id` begins with a prefix."""
        if prefix in self._handlers:
            raise ValueError(f"controls with the prefix {prefix!r} have a feature already")
        self._handlers[prefix] = handler

    async def route(self, interaction: Interaction) -> None:
        """Have a control's feature see to it; other interactions are left alone."""
        kinds = discord.InteractionType
        if interaction.type not in (kinds.component, kinds.modal_submit):
            return
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        await self._handlers.get(prefix_of(custom_id), self._unknown)(interaction, custom_id)
