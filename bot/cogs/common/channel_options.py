"""Channels as options of commands: also those that the bot itself does not see."""

from typing import Any

import discord
from discord import app_commands

from bot.replies.sending import ASKABLE_CHANNELS, THREAD_TYPES

Place = app_commands.AppCommandChannel | app_commands.AppCommandThread


class _Named(app_commands.Transformer):
    """Takes channels of some types as Discord names them."""

    def __init__(self, *types: discord.ChannelType) -> None:
        self._types = [*types]

    @property
    def type(self) -> discord.AppCommandOptionType:
        """Say that a channel is wanted."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The types that are offered."""
        return self._types

    async def transform(self, _: discord.Interaction[Any], value: Place, /) -> Place:
        """Return the channel as it is."""
        return value


Anywhere = app_commands.Transform[Place, _Named(*ASKABLE_CHANNELS, *THREAD_TYPES)]
"""A channel that members can ask the bot in, or a thread in it."""
