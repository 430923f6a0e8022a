"""The bot's own words: all of them in every language, with the same values in their places."""

import asyncio
import re
from string import Formatter
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.app_commands import TranslationContextLocation as Location

from bot.cogs.maintenance.cog import MaintenanceCog
from bot.errors import BusyError, TooManyQuestionsError
from bot.gateway.command_translator import CommandTranslator
from bot.i18n.translations import LOCALES, get_translator, list_languages
from embeddings.concordance.errors import NoParagraphError
from embeddings.messages import TranslatableMessage
from embeddings.readers.registry import READERS, list_formats
from tests.support.translation_catalogue import COMMAND, catalogue, said, updated

OTHERS = [one for one in list_languages() if one != "en"]
NAME = re.compile(r"[-_\w]{1,32}")
SLASH_COMMAND = re.compile(r"/([a-z]+)(?: ([a-z]+))?")


def messages(language: str) -> list[Any]:
    """Return the entries of a language."""
    return [one for one in catalogue(LOCALES / f"{language}.po") if one.id]


def values(words: str) -> set[str]:
    """Return what has to be put into words."""
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


def test_another_language_proves_that_there_may_be_more() -> None:
    assert list_languages()[0] == "en"
    assert "de" in OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_all_that_is_said_is_translated_and_nothing_else(language: str) -> None:
    """Where this fails, `python -m tests.support.translation_catalogue` lists what is missing."""
    known = {(one.id, one.context) for one in messages(language)}
    assert {(one.key, one.context) for one in said()} == known
    forms = [one.string if one.pluralizable else (one.string,) for one in messages(language)]
    assert all(all(every) for every in forms)
    assert len(updated(LOCALES / f"{language}.po")) == len(known)


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_values_stand_in_each_translation(language: str) -> None:
    for one in messages(language):
        theirs = one.id if one.pluralizable else (one.id,)
        ours = one.string if one.pluralizable else (one.string,)
        needed = values(theirs[-1])
        assert all(values(each) <= needed for each in ours), one.id
        assert values(ours[-1]) == needed, one.id


@pytest.mark.parametrize("language", OTHERS)
def test_a_command_is_called_in_each_translation_as_discord_shows_it(language: str) -> None:
    names = {one.id: one.string for one in messages(language) if one.context == COMMAND}
    for one in messages(language):
        theirs = one.id if one.pluralizable else (one.id,)
        ours = one.string if one.pluralizable else (one.string,)
        for words in SLASH_COMMAND.findall(theirs[-1]):
            shown = " ".join(names[word] for word in words if word in names)
            assert all(shown in each for each in ours), one.id


@pytest.mark.parametrize("language", OTHERS)
def test_names_and_descriptions_are_such_as_discord_takes(language: str) -> None:
    say = get_translator(language)
    for one in said():
        if one.context == COMMAND:
            name = say.translate_name(one.one)
            assert 0 < len(name) <= 32
            assert " " in one.one or (NAME.fullmatch(name) and name == name.lower())


def test_the_language_follows_the_locale_and_is_english_where_there_is_none() -> None:
    assert get_translator("de").language == get_translator("de-AT").language == "de"
    for locale in ("en-US", "en-GB", "fr", "", None, "../de", "xx-YY"):
        assert get_translator(locale).language == "en"


def test_errors_and_notices_are_said_in_the_language() -> None:
    german = get_translator("de")
    assert BusyError(7).translate(german) == (
        "Ich bin mit anderen Fragen beschäftigt. Bitte versuche es in 7 s noch einmal."
    )
    assert (
        "in diesem kanal" in TooManyQuestionsError(3, of_channel=True).translate(german).casefold()
    )
    assert german.translate(NoParagraphError("0", 9).notice) == (
        "'0' ist kein Absatz des Textes; gib eine Zahl von 1 bis 9 an"
    )
    assert german.translate("Nobody's words") == "Nobody's words"
    assert (
        german.translate(TranslatableMessage("No: there is no {where}.", where="{p}"))
        == "Nein: es gibt kein {p}."
    )
    assert german.counted("{count} quotation", "{count} quotations", 1) == "1 Zitat"
    assert german.counted("{count} quotation", "{count} quotations", 2) == "2 Zitate"


def test_commands_are_translated_for_each_locale_that_is_known() -> None:
    async def translated(words: str, locale: discord.Locale, where: Location) -> str | None:
        context: Any = SimpleNamespace(location=where)
        return await CommandTranslator().translate(app_commands.locale_str(words), locale, context)

    def of(words: str, locale: discord.Locale, where: Location = Location.command_name) -> Any:
        return asyncio.run(translated(words, locale, where))

    assert of("ask", discord.Locale.german) == "frage"
    assert of("Show a quotation at random.", discord.Locale.german, Location.command_description)
    assert of("ask", discord.Locale.french) is None
    assert of("ask", discord.Locale.american_english) is None


@pytest.mark.parametrize("locale", [discord.Locale.german, discord.Locale.french])
def test_a_description_that_is_made_of_a_form_names_the_same_formats_in_each_language(
    locale: discord.Locale,
) -> None:
    option = MaintenanceCog.build.get_parameter("file")
    assert option is not None
    assert isinstance(option.description, str)
    assert list_formats() in option.description
    said = asyncio.run(
        CommandTranslator().translate(
            app_commands.locale_str(option.description),
            locale,
            SimpleNamespace(location=Location.parameter_description),  # type: ignore[arg-type]
        )
    )
    formats = [reader.label for reader in READERS[1:]]
    assert said is None or all(label in said for label in formats)
    assert (said is None) == (locale is discord.Locale.french)
    assert len(said or option.description) <= 100
