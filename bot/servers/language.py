"""In which language the bot speaks to all of a server at once."""

from bot.i18n.translations import Translator, say_in
from bot.servers.settings import ServerSettings


def spoken(settings: ServerSettings, locale: str | None) -> Translator:
    """Return what speaks to a server: in the language that is set, else in the server's own."""
    return say_in(locale if settings.language == "member" else settings.language)
