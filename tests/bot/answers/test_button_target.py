"""The passage of an old message in a text that has changed since."""

import pytest

from bot import render
from bot.answers.button_target import find_target
from bot.components.answer_buttons import AnswerAction, AnswerButtonId
from embeddings.citations import KnownWorks
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.readers import blocks
from embeddings.types import Answer, Document, Hit, Passage, Span
from tests.support.open_texts import shelf
from tests.support.small_text import DIARY, ICE, LAMPS, YEAR, small

SMALL = small()
LORE = KnownWorks((LAMPS, ICE, YEAR, DIARY), LAMPS)
NEW = "A word before all others, which nobody had written yet."


def changed(text: str) -> Concordance:
    """Return the concordance of another edition."""
    return Concordance.of(Document.of("small", "Lamps", blocks(text)), LORE)


def lines(passage: Passage) -> tuple[tuple[str, bool], ...]:
    """Return the lines of the message that shows a passage."""
    shown = prove_hits(SMALL, [Hit(passage, 1.0)])
    one = Answer("Who?", "answer", None, shown, SMALL.document.edition, 1.0)
    return render.read_lines(render.answer(one)[0].embeds)


def pressed(passage: Passage) -> AnswerButtonId:
    """Return the button under that message."""
    return AnswerButtonId(AnswerAction.COPY, SMALL.document.edition[:12], passage.span)


@pytest.mark.parametrize("passage", SMALL.passages, ids=lambda one: str(one.start))
def test_each_passage_is_found_again_behind_a_new_paragraph(passage: Passage) -> None:
    today = changed(f"{NEW}\n\n{SMALL.document.text}")
    found = find_target(shelf(today), pressed(passage), lines(passage))
    assert found.changed
    assert found.shown is not None
    assert found.shown.passage.text == passage.text


def test_words_that_stand_nowhere_any_more_are_not_taken_for_others() -> None:
    passage = max(SMALL.passages, key=lambda one: len(one.text))
    today = changed(SMALL.document.text.replace(passage.text, NEW))
    found = find_target(shelf(today), pressed(passage), lines(passage))
    assert found.changed
    assert found.shown is None or NEW not in found.shown.passage.text


def test_a_short_line_is_no_passage() -> None:
    today = changed(f"{NEW}\n\nSo it was.")
    state = AnswerButtonId(AnswerAction.COPY, "0" * 12, Span(1, 2))
    assert (
        find_target(shelf(today), state, (("So it was. And more", False), ("it was", True))).shown
        is None
    )
