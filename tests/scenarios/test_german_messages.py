"""What a German member is shown: the text's words in the text's language, all others in German."""

import re
from collections.abc import Sequence
from random import Random

import discord
import pytest

from bot import render
from bot.components.answer_buttons import Look
from bot.i18n.translations import get_translator
from embeddings.answering.answerer import NEAREST
from embeddings.checking.checker import Checker
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.errors import UnknownWorkError
from embeddings.concordance.proof import Outcome, make_answer
from embeddings.lookup import lookups
from embeddings.lookup.locator import find_locator
from embeddings.lookup.random_quotation import QuotationFilter
from embeddings.readers import blocks
from embeddings.types import AnswerKind, Document, Hit
from tests.bot.render.test_lists import LISTS, book
from tests.standin.markdown import plain
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small

GERMAN = get_translator("de")
LOOK = Look(GERMAN)
TEXT = (
    "“Eis so klar” (45).",
    "Es fror (p. 46).",
    "Es taute.",
    "“Schnee fiel lange nieder” (Letters by Clara Voss).",
    "“Nur Regen” (Cliff 1989, 12).",
    "“Sturm und Wind” (vol. 2, p. 440, n. 2).",
    f"Lang {'war der Winter und ' * 300}kalt.",
)
"""Of a text in no English words: each that is found in what is shown is the bot's."""
ENGLISH = re.compile(
    r"(?<=[—;] )in\b|\b(the|of|citing|no|page|given|a|quotation|sentence|characters|passages?|"
    r"nearest|first|words?|paragraphs?|searched|edition|answer|none|and|with|read|quotes)\b",
    re.IGNORECASE,
)


def concordance() -> Concordance:
    """Return the concordance of the text."""
    document = Document.of("eis", "Eis", blocks("\n\n".join(TEXT)))
    return Concordance.of(document, KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS))


CONCORDANCE = concordance()
NAMES = [work.reference for work in CONCORDANCE.named_works()]


def english(messages: Sequence[render.Message]) -> list[str]:
    """Return the English words that are shown in messages; the titles of works are none."""
    parts = [part for one in messages for part in (one.content, *map(_of, one.embeds)) if part]
    shown = plain("\n".join(parts), embed=True)
    for name in [*NAMES, *(name.partition(", ")[2] for name in NAMES)]:
        shown = shown.replace(name, "")
    return ENGLISH.findall(shown)


def _of(embed: discord.Embed) -> str:
    return "\n".join(filter(None, (embed.title, embed.description, embed.footer.text)))


@pytest.mark.parametrize("outcome", ["answer", "page", "source", "nearest"])
def test_answers_have_no_english_word_of_the_bots(outcome: AnswerKind) -> None:
    hits = tuple(Hit(one, 0.5) for one in CONCORDANCE.passages)
    found = Outcome(outcome, NEAREST if outcome == "nearest" else None, hits)
    one = make_answer(CONCORDANCE, "Wann fror es?", found, 0.0)
    messages = render.answer(one, LOOK)
    assert english(messages) == []
    shown = "\n".join(embed.description or "" for each in messages for embed in each.embeds)
    for words in ("— aus Ines", "— mit Verweis auf Ines", "keine Seite angegeben", "440, n. 2"):
        assert words in shown


def test_a_sentence_that_is_too_long_is_left_out_in_german() -> None:
    messages = render.answer(lookups.look_up_paragraph(CONCORDANCE, 7), LOOK)
    assert english(messages) == []
    count = f"{len(TEXT[-1]):,}".replace(",", ".")
    assert f"Hier steht ein Satz von {count} Zeichen" in (messages[0].embeds[0].description or "")


@pytest.mark.parametrize(("printed", "work"), [("45", None), ("45", "lamps"), ("440", "lamps")])
def test_pages_have_no_english_word_of_the_bots(printed: str, work: str | None) -> None:
    one = lookups.look_up_page(CONCORDANCE, printed, work)
    assert one.question == (f"p. {printed} of The Lamp Keepers" if work else f"p. {printed}")
    assert english(render.answer(one, LOOK)) == []


def test_the_page_of_a_work_is_read_again_in_german_as_it_was_in_english() -> None:
    text = small()
    for work in text.named_works():
        where = lookups.look_up_page(text, "45", work.key).question
        assert GERMAN.translate(where) == f"{work.short}, p. 45"
        found, wanted = find_locator(GERMAN.translate(where), text), find_locator(where, text)
        assert found is not None
        assert wanted is not None
        assert (found.pages, found.work) == (wanted.pages, wanted.work)


def test_a_quotation_at_random_has_no_english_word_of_the_bots() -> None:
    one = lookups.draw_quotation(CONCORDANCE, QuotationFilter(), Random(0))  # noqa: S311  (a draw, no secret)
    assert one.question == "a quotation"
    (message,) = render.answer(one, LOOK)
    assert message.content == "**ein Zitat**"
    assert english([message]) == []


@pytest.mark.parametrize(
    "words",
    [
        "Eis so klar",
        "Eis sehr klar",
        "Es fror",
        "Es fror „Schnee fiel lange nieder“ (99)",
        "Sieben Stürme tobten über dem kalten Winter und Regen",
        "Lang " + "war der Winter und " * 250,
    ],
)
def test_checks_have_no_english_word_of_the_bots(words: str) -> None:
    every = Checker(CONCORDANCE).check(words)
    assert english(render.checks(every, CONCORDANCE.document, GERMAN)) == []


@pytest.mark.parametrize("listed", sorted(LISTS))
def test_lists_have_no_english_word_of_the_bots(listed: str) -> None:
    assert english(LISTS[listed](book(CONCORDANCE), GERMAN)) == []


def test_copies_and_what_is_too_long_are_in_german_where_they_are_asked_for_so() -> None:
    one = lookups.look_up_paragraph(CONCORDANCE, 4)
    copied = render.copy_passage(one.shown[0], say=GERMAN)
    assert copied.content is not None
    assert "— aus Clara Voss, Letters, keine Seite angegeben · eis ¶ 4" in copied.content
    assert "zu lang" in (render.sentence("*" * 1001, GERMAN).content or "")


def test_of_a_text_that_cites_nothing_nothing_is_said_to_be_cited() -> None:
    said = GERMAN.translate(UnknownWorkError("Atlas", ()).notice)
    assert said.endswith("er führt an: nichts")
