"""A report as moderators read it: within the limits, with its buttons, and proved."""

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.answers.button_target import ButtonTarget
from bot.components.answer_buttons import AnswerAction, AnswerButtonId, Button, read
from bot.formatting.markdown import length
from bot.i18n.translations import ENGLISH, get_translator
from bot.render.message import MAX_CONTENT
from bot.render.reports import PassageReport
from embeddings.concordance.proof import prove_hits
from embeddings.types import Hit, Span
from tests.support.made_answers import concordances, words
from tests.support.small_text import small

if TYPE_CHECKING:
    import discord

SMALL = small()
EDITION = SMALL.document.edition
PASSAGE = SMALL.passages[1]
(SHOWN,) = prove_hits(SMALL, [Hit(PASSAGE, 1.0)])
PRESSED = AnswerButtonId(AnswerAction.WRONG_PAGE, EDITION[:12], PASSAGE.span)
MODERATOR = "<@123456789012345678>"


def reported(
    question: str | None, *, pressed: AnswerButtonId = PRESSED, found: ButtonTarget | None = None
) -> tuple[render.Message, ...]:
    """Return the report of a passage."""
    found = found or ButtonTarget(SHOWN, changed=False)
    return render.report(PassageReport(pressed, question), found, ENGLISH)


def test_a_report_has_passage_reference_question_and_edition() -> None:
    (message,) = reported("Who carries *light*?")
    assert message.content is not None
    assert message.content.startswith("Wrong page? Somebody doubts")
    assert EDITION[:12] in message.content
    assert render.read_question(message.content) == "Who carries *light*?"
    lines = render.read_lines(message.embeds)
    assert " ".join(words for words, _ in lines).split() == PASSAGE.text.split()
    assert SHOWN.reference in (message.embeds[0].description or "")
    buttons = [one for one in message.rows[0] if isinstance(one, Button)]
    assert [one.label for one in buttons] == ["Resolved", "Show passage"]
    assert read(message.rows[0][1].custom_id).span == PASSAGE.span


def test_what_was_reported_is_said() -> None:
    (message,) = reported("Who?", pressed=replace(PRESSED, action=AnswerAction.NOT_THIS))
    assert (message.content or "").startswith("Not this: for somebody")


def test_of_a_changed_text_it_has_todays_passage_or_says_that_it_is_gone() -> None:
    old = replace(PRESSED, edition="0" * 12)
    (message,) = reported("Who?", pressed=old, found=ButtonTarget(SHOWN, changed=True))
    assert "edition 000000000000" in (message.content or "")
    assert "In today’s text:" in (message.content or "")
    assert read(message.rows[0][1].custom_id).is_of(EDITION)
    (gone,) = reported("Who?", pressed=old, found=ButtonTarget(None, changed=True))
    assert "stand in it no more" in (gone.content or "")
    assert gone.embeds == ()
    assert not read(gone.rows[0][1].custom_id).is_of(EDITION)


@given(
    concordances(),
    st.one_of(st.none(), words(), words().map(lambda one: one * 300)),
    st.sampled_from(("en", "de")),
)
def test_every_report_can_be_sent_closed_and_read_off(
    concordance: object, question: str | None, language: str
) -> None:
    text: object = concordance
    assert isinstance(text, type(SMALL))
    say = get_translator(language)
    for hit in (Hit(one, 1.0) for one in text.passages[:2]):
        (shown,) = prove_hits(text, [hit])
        pressed = AnswerButtonId(
            AnswerAction.NOT_THIS, text.document.edition[:12], hit.passage.span
        )
        found = ButtonTarget(shown, changed=False)
        first, *rest = render.report(PassageReport(pressed, question), found, say)
        assert not any(one.rows for one in rest)
        content = first.content or ""
        closed = render.resolved_report(content, MODERATOR, read(first.rows[0][0].custom_id), say)
        assert length(closed.content or "") <= MAX_CONTENT
        assert MODERATOR in (closed.content or "")
        assert (closed.content or "").endswith(content)
        assert [read(one.custom_id).action for one in closed.rows[0]] == [AnswerAction.PASSAGE]
        if question and question.strip() and length(question) < 100:
            assert render.read_question(closed.content or "") == render.read_question(content)


def test_a_report_that_is_too_long_to_be_marked_keeps_the_mark() -> None:
    pressed = AnswerButtonId(AnswerAction.RESOLVED, "0" * 12, Span(0, 0))
    closed = render.resolved_report("x" * MAX_CONTENT, MODERATOR, pressed, ENGLISH)
    assert closed.content == f"Resolved by {MODERATOR}."


def test_no_report_names_anybody() -> None:
    embeds: list[discord.Embed] = [*reported("Who?")[0].embeds]
    assert all(embed.author.name is None for embed in embeds)
    assert "<@" not in (reported("Who?")[0].content or "")
