"""What a thread for a question is called."""

from hypothesis import given
from hypothesis import strategies as st

from bot.formatting.markdown import one_line
from bot.replies.threads import MAX_NAME_LENGTH, name_thread
from tests.support.made_answers import units


def test_a_short_question_is_the_name_and_a_long_one_is_cut_between_words() -> None:
    assert name_thread("Who  saved\nChernov?") == "Who saved Chernov?"
    name = name_thread("Who saved Chernov from the crowd? " * 4)
    assert name == "Who saved Chernov from the crowd? " * 2 + "Who saved Chernov from the…"


@given(st.text() | st.text("a \n🙂", min_size=90, max_size=300))
def test_a_name_is_never_empty_nor_longer_than_discord_takes(question: str) -> None:
    name = name_thread(question)
    assert 0 < units(name) <= MAX_NAME_LENGTH
    assert " ".join(one_line(question).split()).startswith(name.removesuffix("…"))
