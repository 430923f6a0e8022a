"""The bot's permissions, channel by channel."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.i18n.translations import Translator
from bot.render.message import MAX_DESCRIPTION, Message
from bot.render.settings_panel import truncate_lines
from bot.servers.permissions import PERMISSION_NAMES, ChannelPermissions, MissingPermission

_WELL, _ILL = 0x3BA55D, 0xED9121


@dataclass(frozen=True, slots=True)
class CheckedChannel:
    """What a check found in a channel, and whether members may ask the bot there."""

    allowed: ChannelPermissions
    lacks: tuple[MissingPermission, ...]
    members_may_ask: bool


def render_permissions(
    channels: Sequence[CheckedChannel], say: Translator, gone: Sequence[str] = ()
) -> Message:
    """Return which channels are gone, then what each channel lacks or allows."""
    lacking = [channel for channel in channels if channel.lacks]
    lines = [*map(say, gone), *(line for channel in lacking for line in _list_lacks(channel, say))]
    if len(channels) == 1 and not lacking:
        lines += _list_allowed(channels[0], say)
    elif complete := len(channels) - len(lacking):
        lines.append(
            say.counted(
                "{count} channel: nothing is missing.",
                "{count} channels: nothing is missing.",
                complete,
            )
        )
    colour = _ILL if lacking or gone else _WELL
    description = truncate_lines(lines, say, MAX_DESCRIPTION)
    title = say("What I may do")
    return Message(embeds=(discord.Embed(title=title, description=description, colour=colour),))


def _list_lacks(channel: CheckedChannel, say: Translator) -> list[str]:
    return [f"<#{channel.allowed.channel}>", *(f"• {lack.describe(say)}" for lack in channel.lacks)]


def _list_allowed(channel: CheckedChannel, say: Translator) -> list[str]:
    """Return everything that the bot may do in a channel where nothing is missing."""
    may = [say(words) for name, words in PERMISSION_NAMES.items() if channel.allowed.here(name)]
    lines = [say("<#{channel}>: nothing is missing.", channel=channel.allowed.channel)]
    if not channel.members_may_ask:
        lines.append(say("By the settings, members cannot ask me there."))
    if may:
        lines.append(say("I may: {permissions}.", permissions=", ".join(may)))
    return lines
