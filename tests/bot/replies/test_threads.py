"""What a thread for a question is called."""

from hypothesis import given
from hypothesis import strategies as st

from bot.formatting.markdown import one_line
from bot.replies.threads import LONGEST, named
from tests.support.made_answers import units


def test_a_short_question_is_the_name_and_a_long_one_is_cut_between_words() -> None:
    assert named("Who  saved\nChernov?") == "Who saved Chernov?"
    name = named("Who saved Chernov from the crowd? " * 4)
    assert name == "Who saved Chernov from the crowd? " * 2 + "Who saved Chernov from the…"


@given(st.text() | st.text("a \n🙂", min_size=90, max_size=300))
def test_a_name_is_never_empty_nor_longer_than_discord_takes(question: str) -> None:
    name = named(question)
    assert 0 < units(name) <= LONGEST
    assert " ".join(one_line(question).split()).startswith(name.removesuffix("…"))
