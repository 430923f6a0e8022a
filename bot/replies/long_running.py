"""Replies that outlast their interaction: they go on in a direct message."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

import discord

from bot import render
from bot.i18n.translations import later
from bot.replies.interaction import InteractionReply
from bot.replies.sending import DELIVERY_ERRORS, build_files, send_with_retries, to_send_arguments

MAX_RESPONSE_AGE = timedelta(minutes=14)
"""Age up to which a response is edited; Discord forbids it after 15 minutes."""

_ELSEWHERE = later(
    "This takes longer than Discord lets me show it here: I go on in a direct message."
)


class LongRunningReply(InteractionReply):
    """Answers a member alone: in the response while it can be edited, then directly."""

    def __init__(self, interaction: discord.Interaction[Any]) -> None:
        super().__init__(interaction, private=True)
        self._direct: discord.Message | None = None
        self._closed = False

    async def show(self, message: render.Message) -> None:
        """Show progress; a step that cannot be shown is skipped."""
        if self._closed:
            return
        with suppress(*DELIVERY_ERRORS):
            await self._leave_before_expiry()
            if self._direct is not None:
                await self._direct.edit(**self._body(message))
            elif self._expired or not await super()._fill_response(message):
                self._expired = True
                self._closed = True  # a member who takes no messages is not sent one at every step
                self._direct = await self._send_directly(message, "step")
                self._closed = False

    async def _leave_before_expiry(self) -> None:
        """Say that it goes on in a direct message, while the response can still say so."""
        age = discord.utils.utcnow() - self.interaction.created_at
        if not self._expired and age > MAX_RESPONSE_AGE:
            await super()._fill_response(render.sentence(self.say(_ELSEWHERE), self.say))
            self._expired = True

    async def _fill_response(self, message: render.Message) -> bool:
        """Fill the response; once it has expired, send a new message, which notifies."""
        if await super()._fill_response(message):
            return True
        self._expired = True
        await self._send_directly(message, "end")
        if self._direct is not None:
            with suppress(*DELIVERY_ERRORS):
                await self._direct.delete()
        return True

    async def _send_directly(self, message: render.Message, part: str) -> discord.Message:
        """Send the member a direct message, once: the nonce keeps a retry from doubling it."""
        nonce = f"{self.interaction.id}-{part}"

        async def send() -> discord.Message:
            files = build_files(message)
            return await self.interaction.user.send(
                **to_send_arguments(message), files=files, nonce=nonce
            )

        return await send_with_retries(send)

    def _body(self, message: render.Message) -> dict[str, Any]:
        """Return the arguments of an edit, which removes buttons that the message lacks."""
        return {"view": None, **to_send_arguments(message)}
