"""The bot's own words in the language of whoever reads them; the text's words stay its own."""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from embeddings.messages import TranslatableMessage

LOCALES = Path(__file__).parent / "locale"
"""A file for each language but English, which stands in the code: `de.po`."""


class Translator:
    """Says the bot's own words in one language: `say("Page {page}", page=45)`."""

    def __init__(self, language: str, translations: gettext.NullTranslations) -> None:
        self.language, self._translations = language, translations

    def __call__(self, words: str, /, **values: object) -> str:
        """Return words of the code in this language, with values in their places."""
        return self._translations.gettext(words).format(**values)

    def again(self, words: str) -> str:
        """Return a notice in this language, and those in it; other words stay as they are."""
        if not isinstance(words, TranslatableMessage):
            return words
        values = words.values.items()
        return self(
            words.form, **{k: self.again(v) if isinstance(v, str) else v for k, v in values}
        )

    def number(self, number: int) -> str:
        """Return a number as it is written in this language: 5,000 or 5.000."""
        from babel.numbers import format_decimal

        return format_decimal(number, locale=self.language)

    def counted(self, one: str, many: str, count: int, /, **values: object) -> str:
        """Return the words for one or for many, with `{count}` among the values."""
        words = self._translations.ngettext(one, many, count)
        return words.format(count=count, **values)

    def named(self, name: str) -> str:
        """Return the name of a command or of an option: where it has none here, the same."""
        return self._translations.pgettext("command", name)


ENGLISH = Translator("en", gettext.NullTranslations())


def later(words: str) -> str:
    """Return words as they are; so the catalogue learns of those that are said later."""
    return words


def languages() -> list[str]:
    """Return the languages that the bot speaks."""
    return ["en", *sorted(path.stem for path in LOCALES.glob("*.po"))]


def say_in(locale: str | None) -> Translator:
    """Return what says words in the language of a locale as Discord names it, else in English."""
    return _said_in((locale or "").partition("-")[0].lower())


@cache
def _said_in(language: str) -> Translator:
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
