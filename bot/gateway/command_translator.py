"""The commands in the languages that the bot speaks, as Discord shows them to each member."""

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n.translations import say_in
from embeddings.messages import TranslatableMessage

_NAMES = (Location.command_name, Location.group_name, Location.parameter_name)


class CommandTranslator(app_commands.Translator):
    """Gives names and descriptions to Discord when the commands are registered."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return the words in a language; None where they are the same as in English."""
        say = say_in(locale.value)
        words = string.message
        if context.location in _NAMES:
            said = say.named(words)
        else:
            said = say.again(words) if isinstance(words, TranslatableMessage) else say(words)
        return None if said == words else said
