"""Routing of buttons, selects and forms to the feature that has registered their prefix."""

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.components.custom_id import prefix_of

Interaction = discord.Interaction[Any]
Handler = Callable[[Interaction, str], Awaitable[None]]
"""Handles a control that was used, given the interaction and its `custom_id`."""


class ComponentRouter:
    """Passes each control that is used, and each form that is sent, to its feature."""

    def __init__(self, unknown: Handler) -> None:
        self._handlers: dict[str, Handler] = {}
        self._unknown = unknown

    def add(self, prefix: str, handler: Handler) -> None:
        """Register the handler of all controls whose `custom_id` has this prefix."""
        if prefix in self._handlers:
            raise ValueError(f"controls with the prefix {prefix!r} have a feature already")
        self._handlers[prefix] = handler

    async def route(self, interaction: Interaction) -> None:
        """Call the handler of a control or form."""
        data: Any = interaction.data or {}
        custom_id = str(data.get("custom_id", ""))
        await self._handlers.get(prefix_of(custom_id), self._unknown)(interaction, custom_id)
