"""Replies to the controls of a private message: the message itself is edited."""

from typing import Any

import discord

from bot import render
from bot.replies.interaction import InteractionReply
from bot.replies.sending import to_send_arguments


class InPlaceReply(InteractionReply):
    """Edits the message whose control was used; sentences are sent below it."""

    shows_thinking = False

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        super().__init__(interaction, private=True)

    def _body(self, message: render.Message) -> dict[str, Any]:
        """Return the arguments of an edit, which removes controls that the message lacks."""
        return {"view": None, **to_send_arguments(message)}

    async def add(self, message: render.Message) -> None:
        """Send a message below the one whose control was used, which stays as it is."""
        await self._follow_up([message])

    async def tell(self, sentence: str) -> None:
        """Send a sentence to the member alone, and leave the message as it is."""
        if not self._begun:
            await super().tell(sentence)
            return
        words = render.sentence(sentence, self.say).content or ""
        await self.interaction.followup.send(words, ephemeral=True)
