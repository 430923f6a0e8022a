"""The texts of which a member who types is offered something."""

from contextlib import suppress
from typing import TYPE_CHECKING

from bot.servers.errors import NoTextHereError

if TYPE_CHECKING:
    from bot.answers.open_texts import OpenTexts
    from bot.gateway.client import Bot
    from bot.replies import InteractionReply


async def offered(bot: "Bot", reply: "InteractionReply") -> "OpenTexts | None":
    """Return the texts that a member may be offered something of; None for none."""
    settings = await bot.admission.settings_for_autocomplete(reply)
    if settings is None:
        return None
    with suppress(NoTextHereError):
        return bot.thinking.texts.select(settings.documents)
    return None
