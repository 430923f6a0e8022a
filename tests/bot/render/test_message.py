"""What the bot says of its own: a sentence, a mention above an answer."""

from hypothesis import given

from bot import render
from tests.support.made_answers import Made, answers, embeds, units


def test_words_of_the_bots_own_that_are_too_long_are_told_so() -> None:
    assert render.sentence("I may not *write*.").content == r"I may not \*write\*."
    assert "too long" in (render.sentence("*" * 1001).content or "")
    assert len(render.add_heading((render.Message("x" * 1990),), "<@1234567>")) == 2


@given(answers())
def test_a_mention_above_exceeds_no_limit_and_loses_nothing(made: Made) -> None:
    mention = "-# asked by <@123456789012345678>"
    messages = render.answer(made.answer)
    headed = render.add_heading(messages, mention)
    assert all(units(message.content) <= 2000 for message in headed)
    assert (headed[0].content or "").split("\n")[0] == mention
    told = "\n".join(message.content for message in headed if message.content)
    assert told == "\n".join((mention, *(one.content for one in messages if one.content)))
    assert embeds(headed) == embeds(messages)
