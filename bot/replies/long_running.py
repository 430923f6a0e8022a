"""Answers to what takes longer than an interaction lives: then in a direct message."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import discord

from bot import render
from bot.i18n.translations import later
from bot.replies.interaction import InteractionReply
from bot.replies.sending import FAILED, attached, patiently, written

LIFE = timedelta(minutes=14)
"""How long a response is changed: Discord lets nobody after 15 minutes."""

_ELSEWHERE = later(
    "This takes longer than Discord lets me show it here: I go on in a direct message."
)


class LastingReply(InteractionReply):
    """Answers a member alone, in the response as long as there is one, then directly."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        super().__init__(interaction, private=True)
        self._direct: discord.Message | None = None
        self._unwanted = False

    async def show(self, message: render.Message) -> None:
        """Show how far something has come; where that fails, what comes next is shown."""
        if self._unwanted:
            return
        with suppress(*FAILED):
            await self._leave_in_time()
            if self._direct is not None:
                await self._direct.edit(**self._body(message))
            elif self._void or not await super()._filled(message):
                self._void = True
                self._unwanted = True  # whoever takes no messages is not sent one every time
                self._direct = await self._sent(message, "step")
                self._unwanted = False

    async def _leave_in_time(self) -> None:
        """Say where it goes on, as long as that can be said."""
        age = discord.utils.utcnow() - self.interaction.created_at
        if not self._void and age > LIFE:
            await super()._filled(render.sentence(self.say(_ELSEWHERE), self.say))
            self._void = True

    async def _filled(self, message: render.Message) -> bool:
        """Fill the response; once it is void, write a message that is noticed."""
        if await super()._filled(message):
            return True
        self._void = True
        await self._sent(message, "end")
        if self._direct is not None:
            with suppress(*FAILED):
                await self._direct.delete()
        return True

    async def _sent(self, message: render.Message, part: str) -> discord.Message:
        """Write to the member directly; a nonce keeps it from being sent twice."""
        nonce = f"{self.interaction.id}-{part}"

        async def send() -> discord.Message:
            files = attached(message)
            return await self.interaction.user.send(**written(message), files=files, nonce=nonce)

        return await patiently(send)

    def _body(self, message: render.Message) -> dict[str, Any]:
        """Return a message as it stands in the place of one whose buttons go."""
        return {"view": None, **written(message)}
