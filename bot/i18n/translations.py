"""The bot's own words in the reader's language; the words of the text are never translated."""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from embeddings.messages import TranslatableMessage

LOCALES = Path(__file__).parent / "locale"
"""The folder of the catalogues, such as `de.po`; English is in the code."""


class Translator:
    """Says the bot's own words in one language: `say("Page {page}", page=45)`."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language, self._translations = language, translations

    def __call__(self, words: str, /, **values: object) -> str:
        """Return a message of the code in this language, with its values filled in."""
        return self._translations.gettext(words).format(**values)

    def translate(self, words: str) -> str:
        """Translate a message that has been formatted, and those in it; return other words."""
        if not isinstance(words, TranslatableMessage):
            return words
        values = words.values.items()
        return self(
            words.form, **{k: self.translate(v) if isinstance(v, str) else v for k, v in values}
        )

    def format_number(self, number: int) -> str:
        """Return a number as it is written in this language: 5,000 or 5.000."""
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.language)

    def counted(self, singular: str, plural: str, count: int, /, **values: object) -> str:
        """Return the message for a count, with `{count}` among the values."""
        words = self._translations.ngettext(singular, plural, count)
        return words.format(count=count, **values)

    def translate_name(self, name: str) -> str:
        """Return the name of a command or option in this language, or else the same name."""
        return self._translations.pgettext("command", name)


ENGLISH = Translator("en", gettext.NullTranslations())


def later(words: str) -> str:
    """Return a message unchanged: this marks it for the catalogue, to be translated later."""
    return words


def list_languages() -> list[str]:
    """Return the codes of the languages that the bot speaks."""
    return ["en", *sorted(path.stem for path in LOCALES.glob("*.po"))]


def get_translator(locale: str | None) -> Translator:
    """Return the translator for a locale of Discord's, or else for English."""
    return _load_translator((locale or "").partition("-")[0].lower())


@cache
def _load_translator(language: str) -> Translator:
    path = LOCALES / f"{language}.po"
    if not language.isalpha() or not path.is_file():
        return ENGLISH
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, language))
    compiled.seek(0)
    return Translator(language, gettext.GNUTranslations(compiled))
