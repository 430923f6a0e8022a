"""Answers to the controls of a private message: the message itself is changed."""

from typing import Any

import discord

from bot import render
from bot.replies.interaction import InteractionReply
from bot.replies.sending import written


class InPlaceReply(InteractionReply):
    """Puts an answer in the place of the message that was used; what it tells stands below."""

    thinks = False

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        super().__init__(interaction, private=True)

    def _body(self, message: render.Message) -> dict[str, Any]:
        """Return a message as it stands in the place of another, whose controls go."""
        return {"view": None, **written(message)}

    async def add(self, message: render.Message) -> None:
        """Send a message below the one that was used, which stays as it is."""
        await self._follow_up([message])

    async def tell(self, sentence: str) -> None:
        """Say a sentence to the member alone, and leave the message as it is."""
        if not self._begun:
            await super().tell(sentence)
            return
        words = render.sentence(sentence, self.say).content or ""
        await self.interaction.followup.send(words, ephemeral=True)
