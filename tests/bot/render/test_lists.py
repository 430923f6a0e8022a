"""Tables of the text as messages: within the limits, complete, and in their order."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.answers.open_texts import OpenText
from bot.i18n.translations import ENGLISH, Translator, get_translator
from embeddings.answering.answerer import Answerer
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.editions.summary import EditionSummary
from embeddings.guide.guide import Guide, Section
from embeddings.readers import blocks
from embeddings.types import Document, Span
from tests.standin.markdown_rules import SPACES
from tests.support.examples import examples
from tests.support.made_answers import concordances, embeds, hold_embeds, seen
from tests.support.made_up_texts import LORE
from tests.support.open_texts import unsearched
from tests.support.small_text import small

Listed = Callable[[OpenText, Translator], Sequence[render.Message]]
LISTS: dict[str, Listed] = {
    "works": render.works,
    "contents": render.contents,
    "about": render.about,
}


def book(concordance: Concordance, sections: Sequence[Section] = ()) -> OpenText:
    """Return a book of a text, its sections given."""
    answerer = Answerer(concordance, 0.5, unsearched)
    return OpenText(answerer, Guide(tuple(sections), ()))


@st.composite
def books(draw: st.DrawFn) -> OpenText:
    """Make books of texts of any kind, with a section for every paragraph."""
    concordance = draw(st.one_of(concordances(), concordances(long=True)))
    paragraphs = concordance.document.paragraphs
    sections = [
        Section(one.number, one.number, (), Span(one.start, one.end), ()) for one in paragraphs
    ]
    return book(concordance, sections * draw(st.sampled_from((1, 50))))


def shown(messages: Sequence[render.Message]) -> list[str]:
    """Return the lines that a reader sees."""
    return [
        line.words.strip(SPACES)
        for embed in embeds(tuple(messages))
        for line in seen(embed.description or "")
    ]


@examples(0.4)
@given(books(), st.sampled_from(sorted(LISTS)), st.sampled_from(("en", "de")))
def test_no_limit_of_discord_is_exceeded(one: OpenText, listed: str, locale: str) -> None:
    messages = LISTS[listed](one, get_translator(locale))
    for message in messages:
        assert message.content is None
        hold_embeds(message)


@examples(0.2)
@given(books())
def test_the_contents_have_a_line_for_each_section_in_their_order(one: OpenText) -> None:
    lines = shown(render.contents(one, ENGLISH))
    named = [line.partition(" ·")[0] for line in lines if not line.startswith("[A sentence")]
    left_out = len(lines) - len(named)
    every = [f"¶ {section.first}" for section in one.guide.sections]
    assert len(named) + left_out == len(every)
    assert [name for name in every if name in named] == named or left_out


def test_a_section_of_several_paragraphs_is_given_by_its_first_and_last() -> None:
    concordance = small()
    first, second, third, *_ = concordance.document.paragraphs
    sections = [
        Section(1, 2, (), Span(first.start, first.end), (Span(second.start, second.start + 3),)),
        Section(3, 3, (), Span(third.start, third.end), ()),
    ]
    lines = shown(render.contents(book(concordance, sections), ENGLISH))
    assert [line.partition(" ·")[0] for line in lines] == ["¶ 1–2", "¶ 3"]


@examples(0.4)
@given(books())
def test_the_works_have_every_page_that_is_cited(one: OpenText) -> None:
    lines = " ".join(shown(render.works(one, ENGLISH)))
    for work in one.works:
        for page in work.listed_pages:
            assert page in lines or "too long for a message" in lines


def test_a_work_of_which_many_pages_are_cited_lists_all_of_them() -> None:
    text = "\n\n".join(f"He wrote “it froze again” ({page})." for page in range(1000, 1400))

    concordance = Concordance.of(Document.of("ice", "Ice", blocks(text)), LORE)
    one = book(concordance)
    (work,) = [each for each in one.works if each.pages]
    lines = shown(render.works(one, ENGLISH))
    labels = [label for line in lines[1:] for label in line.removesuffix(",").split(", ")]
    assert labels == [*work.listed_pages]
    assert len(labels) == 400


@pytest.mark.parametrize(
    ("locale", "words"), [("en", "no work named"), ("de", "kein Werk genannt")]
)
def test_pages_of_no_work_are_said_to_be_that_in_the_members_language(
    locale: str, words: str
) -> None:

    text = "He wrote “it froze again and again” (p. 45)."
    concordance = Concordance.of(Document.of("ice", "Ice", blocks(text)), KnownWorks())
    assert words in " ".join(shown(render.works(book(concordance), get_translator(locale))))


def test_a_text_that_cites_nothing_says_so() -> None:

    concordance = Concordance.of(Document.of("ice", "Ice", blocks("It froze.")), KnownWorks())
    (line,) = shown(render.works(book(concordance), ENGLISH))
    assert line == "The text cites no page of any work."


@pytest.mark.parametrize(
    ("url", "link"),
    [("https://a.invalid/lamps", "https://a.invalid/lamps"), ("lamps.txt", None), (None, None)],
)
def test_about_links_to_the_text_where_it_has_an_address(url: str | None, link: str | None) -> None:
    counts = {"paragraphs": 7, "quotations": 3, "citations": 5}
    at = datetime(2026, 1, 2, tzinfo=UTC)
    known = EditionSummary("small", "Lamps", None, "e" * 64, at, ("tiny",), counts, 4, url)
    of = OpenText(Answerer(small(), 0.5, unsearched), None, known)
    (embed,) = embeds(tuple(render.about(of, ENGLISH)))
    assert embed.url == link


def test_about_says_what_is_kept_also_where_nothing_is_known_of_the_edition() -> None:
    lines = shown(render.about(book(small()), ENGLISH))
    assert lines[0] == small().document.title
    assert "I keep no question" in lines[-1]
