"""Channels as command options, including those that the bot itself cannot see."""

from typing import Any

import discord
from discord import app_commands

from bot.replies.sending import ASKABLE_CHANNELS, THREAD_TYPES

ChannelOrThread = app_commands.AppCommandChannel | app_commands.AppCommandThread


class _ChannelTransformer(app_commands.Transformer):
    """Takes channels of some types as Discord describes them, without resolving them."""

    def __init__(self, *types: discord.ChannelType) -> None:
        self._types = [*types]

    @property
    def type(self) -> discord.AppCommandOptionType:
        """The type of the option: a channel."""
        return discord.AppCommandOptionType.channel

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """The types of channels that are offered."""
        return self._types

    async def transform(
        self, _: discord.Interaction[Any], value: ChannelOrThread, /
    ) -> ChannelOrThread:
        """Return the channel as it is."""
        return value


AskableChannel = app_commands.Transform[
    ChannelOrThread, _ChannelTransformer(*ASKABLE_CHANNELS, *THREAD_TYPES)
]
"""A channel that members can ask the bot in, or a thread in one."""
