"""Who may not ask, until when, and the way to let them ask again."""

from collections.abc import Sequence

import discord

from bot.components.answer_buttons import Button
from bot.components.block_list_id import BlockListId
from bot.components.controls import MOST, Choice, Option
from bot.formatting import markdown
from bot.i18n.translations import Translator
from bot.render.message import OWN, Message
from bot.storage.records import Block


def blocks(every: Sequence[Block], page: int, say: Translator, note: str | None = None) -> Message:
    """Return a page of the blocks of a server; the last there is where there are fewer."""
    page = min(page, max(0, len(every) - 1) // MOST)
    first = page * MOST
    shown = every[first : first + MOST]
    lines = [f"{number}. {_said(one, say)}" for number, one in enumerate(shown, first + 1)]
    embed = discord.Embed(
        title=say("Blocked"),
        description="\n".join(lines) or say("Nobody is blocked here."),
        colour=OWN,
    )
    options = tuple(
        Option(f"{number}. {one.member}", str(one.member))
        for number, one in enumerate(shown, first + 1)
    )
    lift = Choice(BlockListId("lift", page).custom_id, options, say("Who may ask again?"))
    buttons = []
    if page:
        buttons.append(Button(say("Earlier"), BlockListId("page", page - 1).custom_id))
    if first + MOST < len(every):
        buttons.append(Button(say("Later"), BlockListId("page", page + 1).custom_id))
    rows = ((lift,), tuple(buttons)) if shown else ()
    return Message(note, (embed,), tuple(row for row in rows if row))


def _said(one: Block, say: Translator) -> str:
    """Return who is blocked, until when and by whom, with Discord's own mentions."""
    if one.until is None:
        return say("<@{member}>: for always, by <@{by}>", member=one.member, by=one.by)
    until = markdown.moment(one.until)
    return say("<@{member}>: until {until}, by <@{by}>", member=one.member, by=one.by, until=until)
