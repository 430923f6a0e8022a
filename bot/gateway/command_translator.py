"""Translation of commands: Discord shows each member those of their language."""

import discord
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.i18n.translations import get_translator
from embeddings.messages import TranslatableMessage

_NAMES = (Location.command_name, Location.group_name, Location.parameter_name)


class CommandTranslator(app_commands.Translator):
    """Translates names and descriptions when the commands are registered."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """Return a string in a language; None if it is the same as in English."""
        say = get_translator(locale.value)
        words = string.message
        if context.location in _NAMES:
            translation = say.translate_name(words)
        else:
            translation = (
                say.translate(words) if isinstance(words, TranslatableMessage) else say(words)
            )
        return None if translation == words else translation
