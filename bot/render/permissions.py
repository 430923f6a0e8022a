"""What the bot may and may not do, channel by channel."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.i18n.translations import Translator
from bot.render.message import DESCRIPTION, Message
from bot.render.settings_panel import fitting
from bot.servers.permissions import NAMES, Allowed, Lack

_WELL, _ILL = 0x3BA55D, 0xED9121


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a channel; whether it is asked there."""

    allowed: Allowed
    lacks: tuple[Lack, ...]
    asked: bool


def permissions(found: Sequence[Found], say: Translator, gone: Sequence[str] = ()) -> Message:
    """Return what is gone, then what was found, the channels where something is lacking first."""
    lacking = [one for one in found if one.lacks]
    lines = [*map(say, gone), *(line for one in lacking for line in _lacking(one, say))]
    if len(found) == 1 and not lacking:
        lines += _all_of(found[0], say)
    elif well := len(found) - len(lacking):
        lines.append(
            say.counted(
                "{count} channel: nothing is missing.",
                "{count} channels: nothing is missing.",
                well,
            )
        )
    colour = _ILL if lacking or gone else _WELL
    description = fitting(lines, say, DESCRIPTION)
    title = say("What I may do")
    return Message(embeds=(discord.Embed(title=title, description=description, colour=colour),))


def _lacking(one: Found, say: Translator) -> list[str]:
    return [f"<#{one.allowed.channel}>", *(f"• {lack.said(say)}" for lack in one.lacks)]


def _all_of(one: Found, say: Translator) -> list[str]:
    """Return all that the bot may do in a channel where nothing is missing."""
    may = [say(words) for name, words in NAMES.items() if one.allowed.here(name)]
    lines = [say("<#{channel}>: nothing is missing.", channel=one.allowed.channel)]
    if not one.asked:
        lines.append(say("By the settings, members cannot ask me there."))
    if may:
        lines.append(say("I may: {permissions}.", permissions=", ".join(may)))
    return lines
