"""What stands around the passages of an answer: the question, the buttons, nobody's name."""

from dataclasses import replace
from unicodedata import category

from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.components.answer_buttons import AnswerAction, Button, Look
from bot.components.answer_buttons import read as pressing
from bot.formatting import markdown
from bot.formatting.excerpt import shorten
from tests.bot.render.test_answers import answer, read
from tests.standin.markdown_rules import SPACES
from tests.support.made_answers import Made, answers, embeds, questions, seen, units, words


@given(questions(), st.none() | words().filter(lambda one: bool(one.strip(SPACES))))
def test_the_question_is_echoed_as_it_was_asked(question: str, message: str | None) -> None:
    one = replace(answer(0, message=message), question=question)
    (sent,) = render.answer(one)
    lines = [line.words.strip(SPACES) for line in seen(sent.content or "", embed=False)]
    asked = markdown.one_line(question).strip(SPACES)
    said = markdown.one_line(message or "").strip(SPACES)
    both = [words for words in (asked, said) if words]
    begun = [asked.startswith(one.removesuffix(" …")) for one in lines[:1]] == [True]
    assert lines == both or (units(asked) > 700 and (begun or lines == both[1:]))
    if lines == both and asked:
        (first, *_) = seen(sent.content or "", embed=False)
        bold = "".join(first.words[at] for at in sorted(first.bold))
        assert bold.strip(SPACES) == asked


@given(answers())
def test_whatever_is_asked_and_said_nobody_is_called(made: Made) -> None:
    first, *_ = render.answer(made.answer)
    for line in seen(first.content or "", embed=False):
        assert line.words


@given(answers(limit=50))
def test_a_passage_behind_the_first_is_shown_as_it_was_shortened(made: Made) -> None:
    every = embeds(render.answer(made.answer))
    for one in made.answer.shown:
        short = shorten(one, render.SHORT_PASSAGE_LENGTH)
        fits = sum(units(line.markdown) + 1 for line in short) < 3000
        if made.answer.outcome not in ("answer", "nearest") or one.rank == 1 or not fits:
            continue
        embed = next(each for each in every if (each.title or "").startswith(f"{one.rank}. "))
        lines, _ = read(embed)
        told = [markdown.one_line(line.words).strip(SPACES) for line in short]
        assert [line.words.strip(SPACES) for line in lines] == [words for words in told if words]


@given(answers(), st.booleans(), st.integers(0, 2**64 - 1))
def test_buttons_keep_discords_rules_and_carry_the_passage_and_the_edition(
    made: Made, private: bool, asker: int
) -> None:
    look = Look(asker=asker, private=private)
    first, *others = render.answer(made.answer, look)
    assert not any(message.rows for message in others)
    assert bool(first.rows) is bool(made.answer.shown)
    every = [button for row in first.rows for button in row if isinstance(button, Button)]
    assert len({button.custom_id for button in every}) == sum(map(len, first.rows))
    assert len(first.rows) <= 5
    assert all(len(row) <= 5 for row in first.rows)
    for button in every:
        assert 0 < units(button.label) <= 80
        pressed = pressing(button.custom_id)
        assert pressed.span == made.answer.shown[0].passage.span
        assert pressed.is_of(made.answer.edition)
    actions = {pressing(button.custom_id).action: button for button in every}
    if every:
        assert (AnswerAction.SHOW in actions) is private
        assert (AnswerAction.DELETE in actions) is not private
        assert pressing(actions[AnswerAction.MORE].custom_id).number == made.answer.shown[-1].rank


@given(questions())
def test_the_question_is_read_off_the_message(question: str) -> None:
    one = replace(answer(0), question=question)
    plain = render.answer(one)
    for messages in (plain, render.add_heading(plain, "<@1> asked:")):
        shown = next(each for each in messages if each.embeds)
        found = render.read_question(shown.content or "")
        asked = markdown.one_line(question).strip()
        long = units(markdown.escape(asked)) > 1900
        lost = long or any(category(c) == "Cc" for c in asked)
        begun = long and found is not None and asked.startswith(found.removesuffix(" …"))
        assert found == (asked or None) or begun or (found is None and lost)
