"""Answers as messages: within Discord's limits, in order, and what is seen is the text."""

import re
from dataclasses import replace
from itertools import pairwise

import discord
import pytest
from hypothesis import given

from bot import render
from bot.components.answer_buttons import AnswerAction, Look
from bot.components.answer_buttons import read as pressing
from bot.formatting import markdown
from bot.formatting.layout import VOICES
from bot.i18n.translations import ENGLISH, get_translator
from embeddings.answering.about import Topic, describe_text
from embeddings.answering.answerer import ABSENT, NEAREST
from embeddings.answering.question_parts import join_parts
from embeddings.citations import format_pages
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import Outcome, make_answer, prove_hits
from embeddings.messages import TranslatableMessage
from embeddings.types import Answer, Document, Hit, Name, ShownPassage
from tests.standin.markdown_rules import SPACES
from tests.support.live_bot import referred
from tests.support.made_answers import (
    OUTCOMES,
    Made,
    Placed,
    Seen,
    answers,
    embeds,
    placed,
    seen,
    units,
)
from tests.support.made_up_texts import LORE
from tests.support.small_text import small

SMALL = small()
LONG_REFERENCE = "— pages as the passage prints them · "


def answer(*ranks: int, outcome: str = "answer", message: str | None = None) -> Answer:
    """Return an answer that shows some passages of the small text."""
    shown = prove_hits(SMALL, [Hit(SMALL.passages[rank], 1.0) for rank in ranks])
    (known,) = (one for one in OUTCOMES if one == outcome)
    return Answer("Who?", known, message, shown, SMALL.document.edition, 1.0)


def by_passage(made: Made) -> list[tuple[ShownPassage, list[discord.Embed]]]:
    """Return each passage that is shown whole with its embeds: the first, and those that go on."""
    parts: list[list[discord.Embed]] = []
    for embed in embeds(render.answer(made.answer)):
        if not (embed.title or "").endswith("(continued)"):
            parts.append([])
        parts[-1].append(embed)
    pairs = zip(made.answer.shown, parts, strict=True)
    whole = made.answer.outcome not in ("answer", "nearest")
    return [(one, embeds) for one, embeds in pairs if whole or one.rank == 1]


def read(embed: discord.Embed) -> tuple[list[Seen], Seen]:
    """Return the lines of the text that an embed shows, and the reference under them."""
    *lines, reference = seen(embed.description or "")
    return lines, reference


def found(one: ShownPassage, parts: list[discord.Embed], document: Document) -> list[list[Placed]]:
    """Find what the embeds of a passage show in the text: all of it, once, in its order."""
    context = one.passage.context
    spans = [one.passage.span] if context is None else [context, one.passage.span]
    lines = [read(part)[0] for part in parts]
    left = placed([line for part in lines for line in part], document, spans)
    ends = [sum(map(len, lines[: n + 1])) for n in range(len(lines))]
    return [left[end - len(part) : end] for end, part in zip(ends, lines, strict=True)]


def test_a_passage_is_an_embed_with_its_lead_in_quotation_reference_and_edition() -> None:
    one = answer(1)
    words = "I carry light up stairs"
    at = one.shown[0].passage.text.index(words)
    marked = replace(one.shown[0], highlights=((at, at + len(words)),), url="https://a.invalid/1")
    (message,) = render.answer(replace(one, passages=(marked,)))
    assert message.content == "**Who?**"
    (embed,) = message.embeds
    assert embed.description == (
        "One of them, asked for his trade, said:\n"
        "> “**I carry light up stairs**” (12, 19, 44).\n"
        "— in Ines Okafor, The Lamp Keepers, pp. 12, 19, 44 · small ¶ 2"
    )
    assert embed.title == "The author’s words, with quotations"
    assert embed.url == "https://a.invalid/1"
    assert embed.footer.text == f"Lamps · edition {SMALL.document.edition[:12]}"
    assert not embed.fields


def test_the_voices_are_told_apart_by_title_and_colour_and_what_is_no_answer_by_both() -> None:
    text = ("It froze.", "He said: “It froze all night” (45).", "“It froze all day” (46).")
    concordance = Concordance.of(Document.of("text", "A text", text), LORE)
    hits = [Hit(passage, 1.0) for passage in concordance.passages]
    looks = set()
    for shown in prove_hits(concordance, hits):
        one, voice = replace(answer(), passages=(replace(shown, rank=1),)), shown.passage.voice
        for outcome in ("answer", "about"):
            (embed,) = embeds(render.answer(replace(one, outcome=outcome)))
            assert embed.title == VOICES[voice][0].upper() + VOICES[voice][1:]
            looks.add(embed.colour)
        (nearest,) = embeds(render.answer(replace(one, outcome="nearest", message="No.")))
        assert nearest.title == f"Nearest, no answer: {VOICES[voice]}"
        looks.add(nearest.colour)
    assert [hit.passage.voice for hit in hits] == ["essay", "mixed", "quotation"]
    assert len(looks) == 4


def test_of_the_passages_of_an_answer_only_those_that_are_sure_are_shown() -> None:
    one = answer(0, 1, 2)
    unsure = tuple(replace(each, sure=each.rank < 3) for each in one.passages)
    found = embeds(render.answer(replace(one, passages=unsure)))
    assert [(embed.title or "")[:3] for embed in found] == ["1. ", "2. "]
    nearest = replace(one, outcome="nearest", message="No.", passages=unsure)
    assert len(embeds(render.answer(nearest))) == 3


ABOUT = {
    "author": ("“Lamps” is by Ines Okafor.", "„Lamps“ ist von Ines Okafor."),
    "length": ("“Lamps” has 92 words in 7 paragraphs.", "hat 92 Wörter in 7 Absätzen."),
    "works": (
        "“Lamps” quotes Ines Okafor, The Lamp Keepers; Nils Lindqvist, A Winter on the Ice; Clara",
        "zitiert Ines Okafor, The Lamp Keepers; Nils Lindqvist,",
    ),
    "best": ("I cannot say which passage of “Lamps” is the best.", "kann ich nicht sagen."),
}


@pytest.mark.parametrize("topic", ABOUT)
def test_what_is_told_of_the_text_is_one_sentence_in_the_readers_language(topic: Topic) -> None:
    concordance = replace(SMALL, authors=(Name("Okafor", "Ines"),))
    outcome = describe_text(topic, concordance, 3)
    one = make_answer(concordance, "Tell me!", outcome, 0.0)
    for say, words in zip((ENGLISH, get_translator("de")), ABOUT[topic], strict=True):
        (message,) = render.answer(one, Look(say))
        content = markdown.read_shown(message.content or "")
        assert content[0] == ("Tell me!", False)
        assert words.replace("„Lamps“", "“Lamps”") in content[1][0]
        assert (message.embeds, message.rows) == ((), ())


def test_the_passages_told_of_the_text_are_shown_whole_and_a_question_follows_on_their_place() -> (
    None
):
    outcome = describe_text("beginning", SMALL, 2)
    one = make_answer(SMALL, "How does it begin?", outcome, 0.0)
    (message,) = render.answer(one, Look(compact=True, asker=7))
    assert message.content == "**How does it begin?**\nThis is how “Lamps” begins:"
    texts = [embed.description or "" for embed in message.embeds]
    assert [text.partition("\n")[0] for text in texts] == [
        "The keepers of the lamp wrote little.",
        "One of them, asked for his trade, said:",
    ]
    buttons = [pressing(button.custom_id) for row in message.rows for button in row]
    (follow_up,) = (one for one in buttons if one.action is AnswerAction.FOLLOW_UP)
    assert follow_up.number == 1
    assert {one.number for one in buttons if one.action is AnswerAction.BEFORE} == {0}


@pytest.mark.parametrize("url", ["https://a.invalid/the_essay_*1*", "file:///a_b"])
def test_where_the_text_is_to_be_had_is_a_link_that_can_be_followed(url: str) -> None:
    concordance = replace(SMALL, links=replace(SMALL.links, text=url))
    outcome = describe_text("copy", concordance, 3)
    (message,) = render.answer(make_answer(concordance, "Where is it?", outcome, 0.0))
    followed = f"“Lamps” is at {url if url.startswith('https') else markdown.escape(url)}."
    assert message.content == f"**Where is it?**\n{followed}"


def test_a_name_that_the_text_never_has_is_one_sentence_without_a_button() -> None:
    absent = TranslatableMessage(ABSENT, names="*Parvus*")
    one = replace(answer(outcome="nearest", message=absent), question="Who was *Parvus*?")
    (message,) = render.answer(one)
    assert message.content == ("**Who was \\*Parvus\\*?**\nThe text never mentions \\*Parvus\\*.")
    assert (message.embeds, message.rows) == ((), ())
    (message,) = render.answer(one, Look(get_translator("de")))
    assert message.content is not None
    assert message.content.endswith("\nDer Text erwähnt \\*Parvus\\* nirgends.")


def test_of_two_questions_each_has_its_best_passage_whole_and_what_is_not_said_is_told() -> None:
    long = [f"{name} lit the lamp. {'It was dark and cold. ' * 60}" for name in ("Ada", "Ben")]
    concordance = Concordance.of(Document.of("text", "A text", [*map(str.strip, long)]), LORE)
    first, second = concordance.passages
    asked = ("Who was Ada?", "And who was Ben?")
    found = [
        make_answer(concordance, question, Outcome("answer", None, hits), 0.0)
        for question, hits in zip(
            asked, ((Hit(first, 0.9),), (Hit(second, 0.8), Hit(first, 0.7))), strict=True
        )
    ]
    both = render.answer(join_parts(" ".join(asked), found, 3))
    texts = [embed.description or "" for embed in embeds(both)]
    assert [text[:3] for text in texts] == ["Ada", "Ben"]
    assert "[…]" not in "".join(texts)
    missing = make_answer(concordance, "And who was Ada?", Outcome("nearest", NEAREST), 0.0)
    unsaid = replace(missing, passages=found[1].passages)
    (message,) = render.answer(join_parts(" ".join(asked), (found[0], unsaid), 3))
    assert message.content == (
        "**Who was Ada? And who was Ben?**\nThe text does not seem to say: “And who was Ada?”"
    )
    assert len(message.embeds) == 1


def test_several_passages_are_numbered_in_their_order() -> None:
    found = embeds(render.answer(answer(2, 0, 1)))
    assert [(embed.title or "")[:3] for embed in found] == ["1. ", "2. ", "3. "]


def test_a_message_of_its_own_words_stands_over_the_passages_and_the_question_over_it() -> None:
    one = answer(0, outcome="nearest", message="No: *nothing*.")
    (message,) = render.answer(one)
    assert message.content == "**Who?**\n" + r"No: \*nothing\*."


UNTAKEN = (
    None,
    "",
    "file:///a",
    "javascript:1",
    "https://a b",
    "https:///x",
    "https://" + "x" * 2048,
)


@pytest.mark.parametrize("url", UNTAKEN)
def test_a_link_that_discord_would_not_take_is_left_out(url: str | None) -> None:
    one = answer(0)
    shown = (replace(one.shown[0], url=url),)
    (embed,) = embeds(render.answer(replace(one, passages=shown)))
    assert embed.url is None


def test_a_reference_without_end_gives_way_to_the_words_and_keeps_its_place() -> None:
    one = answer(1)
    listed = ", ".join(str(page) for page in range(2000))
    shown = replace(one.shown[0], reference=f"in The Lamp Keepers, pp. {listed} · small ¶ 2")
    (embed,) = embeds(render.answer(replace(one, passages=(shown,))))
    assert (embed.description or "").endswith(f"(12, 19, 44).\n{LONG_REFERENCE}small ¶ 2")


def test_of_a_question_that_leaves_no_room_the_beginning_stands_above_what_is_said() -> None:
    one = replace(answer(0, message="No."), question="Who? " * 1000)
    content = render.answer(one)[0].content or ""
    assert re.fullmatch(r"\*\*(Who\? )+…\*\*\nNo\.", content)
    assert 400 < len(content) < 600
    shorter = replace(one, question="*" * 990)
    assert (render.answer(shorter)[0].content or "").endswith("\nNo.")


@pytest.mark.parametrize("title", ["x" * 201, "🙂" * 101])
def test_a_title_without_end_gives_way_to_the_texts_key(title: str) -> None:
    document = replace(SMALL.document, title=title)
    (shown,) = answer(0).shown
    one = replace(answer(0), passages=(replace(shown, document=document),))
    (embed,) = embeds(render.answer(one))
    assert embed.footer.text == f"small · edition {document.edition[:12]}"


def test_a_passage_in_several_embeds_carries_reference_and_edition_in_each() -> None:
    quoted = ("“" + "It froze all night. " * 150, "It thawed. " * 400 + "” (45).")
    text = Concordance.of(Document.of("text", "A text", [words.strip() for words in quoted]), LORE)
    shown = prove_hits(text, [Hit(text.passages[0], 1.0)])
    one = Answer("Who?", "answer", None, shown, text.document.edition, 1.0)
    found = embeds(render.answer(one))
    assert len(found) > 1
    assert [embed.title for embed in found[1:]] == ["A quotation (continued)"] * (len(found) - 1)
    for embed in found:
        assert (embed.description or "").endswith(
            "\n— in Isaac Deutscher, The Prophet, p. 45 · text ¶ 1–2"
        )
        assert embed.footer.text == f"A text · edition {text.document.edition[:12]}"
        assert units(embed.description) <= 4096


@given(answers(limit=50))
def test_no_limit_of_discord_is_exceeded_and_no_message_empty(made: Made) -> None:
    messages = render.answer(made.answer)
    assert messages
    for message in messages:
        assert message.content is None or 0 < units(message.content) <= 2000
        assert message.content or message.embeds
        assert len(message.embeds) <= 10
        assert sum(map(size, message.embeds)) <= 6000
        assert all(message.content is None for message in messages[1:])
    for embed in embeds(messages):
        assert 0 < units(embed.title) <= 256
        assert 0 < units(embed.description) <= 4096
        assert 0 < units(embed.footer.text) <= 2048


def size(embed: discord.Embed) -> int:
    """Return what Discord counts of an embed."""
    assert not embed.fields
    assert embed.author.name is None
    return units(embed.title) + units(embed.description) + units(embed.footer.text)


@given(answers(limit=50))
def test_messages_are_as_few_as_hold_the_embeds_in_their_order(made: Made) -> None:
    messages = render.answer(made.answer)
    for message, after in pairwise(messages):
        more = (*message.embeds, after.embeds[0])
        assert len(more) > 10 or sum(map(size, more)) > 6000
    every = [embed.title or "" for embed in embeds(messages)]
    ranks = [title.partition(". ")[0] for title in every if not title.endswith("(continued)")]
    if len(ranks) > 1:
        assert ranks == [str(rank) for rank in range(1, len(ranks) + 1)]


@given(answers())
def test_what_is_seen_is_the_text_line_by_line_and_bold_what_is_highlighted(made: Made) -> None:
    for one, parts in by_passage(made):
        start = one.passage.start
        marked = {start + at for first, last in one.highlights for at in range(first, last)}
        for line in (line for part in found(one, parts, made.document) for line in part):
            if line.left_out or line.span.end <= start:
                assert not line.line.bold
                continue
            lead = len(line.line.words) - len(line.line.words.lstrip(SPACES))
            bold = {line.span.start + at - lead for at in line.line.bold}
            wanted = marked & set(range(line.span.start, line.span.end))
            assert printed(bold, made.document) == printed(wanted, made.document)


def printed(offsets: set[int], document: Document) -> set[int]:
    """Return offsets of what can be seen to be bold."""
    return {at for at in offsets if document.text[at] not in SPACES}


@given(answers())
def test_quotations_with_a_page_are_block_quotes_and_the_authors_words_are_not(made: Made) -> None:
    for one, parts in by_passage(made):
        cited = [each for each in one.passage.quotations if each.citations]
        for line in (line for part in found(one, parts, made.document) for line in part):
            if any(each.span.touches(line.span) for each in cited):
                assert line.line.quoted
            elif one.passage.voice == "essay" or line.span.end <= one.passage.start:
                assert not line.line.quoted


@given(answers())
def test_each_embed_has_its_reference_its_edition_and_the_pages_it_quotes(made: Made) -> None:
    for one, parts in by_passage(made):
        for embed, lines in zip(parts, found(one, parts, made.document), strict=True):
            reference = read(embed)[1]
            assert not reference.quoted
            assert not reference.bold
            place = one.reference.rpartition(" · ")[2]
            assert place in reference.words
            if not reference.words.startswith(LONG_REFERENCE):
                assert reference.words == markdown.one_line(referred(one)).strip(SPACES)
            else:
                assert units(markdown.escape(referred(one))) > 900
            for each in one.passage.quotations:
                if any(each.span.touches(line.span) for line in lines):
                    told = (format_pages(page.pages) for page in each.citations if page.pages)
                    short = reference.words.startswith(LONG_REFERENCE)
                    assert short or all(page in reference.words for page in told)
            assert (embed.footer.text or "").endswith(f"edition {made.document.edition[:12]}")
