"""Who may not ask and until when, with a control that lets them ask again."""

from collections.abc import Sequence

import discord

from bot.components.answer_buttons import Button
from bot.components.block_list_id import BlockListId
from bot.components.controls import MAX_SELECT_OPTIONS, Control, Option, OptionSelect
from bot.formatting import markdown
from bot.i18n.translations import Translator
from bot.render.message import OWN_COLOUR, Message
from bot.storage.records import MemberBlock


def blocks(
    members: Sequence[MemberBlock], page: int, say: Translator, note: str | None = None
) -> Message:
    """Return a page of a server's blocks, or the last page where there are fewer."""
    # the page: its members, numbered through all pages
    page = min(page, max(0, len(members) - 1) // MAX_SELECT_OPTIONS)
    first = page * MAX_SELECT_OPTIONS
    shown = members[first : first + MAX_SELECT_OPTIONS]
    lines = [f"{number}. {_describe(block, say)}" for number, block in enumerate(shown, first + 1)]
    embed = discord.Embed(
        title=say("Blocked"),
        description="\n".join(lines) or say("Nobody is blocked here."),
        colour=OWN_COLOUR,
    )
    if not shown:
        return Message(note, (embed,))

    # a select that lifts a block, and buttons that turn the page
    options = tuple(
        Option(f"{number}. {block.member}", str(block.member))
        for number, block in enumerate(shown, first + 1)
    )
    lift = OptionSelect(BlockListId("lift", page).custom_id, options, say("Who may ask again?"))
    buttons: list[Control] = []
    if page:
        buttons.append(Button(say("Earlier"), BlockListId("page", page - 1).custom_id))
    if first + MAX_SELECT_OPTIONS < len(members):
        buttons.append(Button(say("Later"), BlockListId("page", page + 1).custom_id))
    return Message(note, (embed,), ((lift,), tuple(buttons)) if buttons else ((lift,),))


def _describe(block: MemberBlock, say: Translator) -> str:
    """Return who is blocked, until when and by whom, with Discord's own mentions."""
    if block.until is None:
        return say("<@{member}>: for always, by <@{by}>", member=block.member, by=block.by)
    return say(
        "<@{member}>: until {until}, by <@{by}>",
        member=block.member,
        until=markdown.moment(block.until),
        by=block.by,
    )
