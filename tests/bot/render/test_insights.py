"""Insights in words: the same figures as in the database, within the limits, of nobody."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.formatting.markdown import length, read_shown
from bot.i18n.translations import ENGLISH
from bot.render.insights import count_answered
from bot.render.message import MAX_DESCRIPTION, MAX_TOTAL
from bot.servers.settings import Log
from bot.storage.records import Insights
from tests.support.made_answers import OUTCOMES, words

SINCE = date(2026, 5, 1)
NOTHING = Insights(SINCE, {}, {}, (), {})
SOME = Insights(
    SINCE,
    {
        date(2026, 5, 1): {"answer": 2, "about": 1, "nearest": 1},
        date(2026, 5, 3): {"page": 2, "source": 1},
    },
    {"The Lamp Keepers, p. 45": 2, "A Winter on the Ice, p. 3": 5},
    ("Who *paid*?",),
    {"helpful": 4, "wrongpage": 1},
)


def told(one: Insights, log: Log = "30 days") -> list[str]:
    """Return the lines that a reader sees."""
    embeds = [embed for message in render.insights(one, log, ENGLISH) for embed in message.embeds]
    return [line for embed in embeds for line, _ in read_shown(embed.description or "")]


def test_all_that_is_known_is_told_in_words() -> None:
    assert told(SOME) == [
        "Since 2026-05-01: 7 questions, 6 answered, 1 not.",
        "The last days with questions:",
        "2026-05-03: 3, of which 3 answered",
        "2026-05-01: 4, of which 3 answered",
        "Quoted most:",
        "A Winter on the Ice, p. 3: 5×",
        "The Lamp Keepers, p. 45: 2×",
        "Asked last without an answer:",
        "Who *paid*?",
        "Feedback: Helpful 4 · Not this 0 · Wrong page? 1",
    ]


def test_where_the_log_is_off_it_says_so_and_how_to_turn_it_on() -> None:
    (line,) = told(NOTHING, "off")
    assert "The log of this server is off" in line
    assert "turn it on with /settings" in line
    assert told(SOME, "off")[1].startswith("Since 2026-05-01: 7 questions")


def test_where_the_log_only_counts_it_says_why_no_question_is_shown() -> None:
    assert any("the log has counts only" in line for line in told(NOTHING, "counts"))
    assert not any("the log has counts only" in line for line in told(NOTHING))


@given(
    st.dictionaries(
        st.dates(SINCE),
        st.dictionaries(st.sampled_from(OUTCOMES), st.integers(1, 9)),
        max_size=30,
    ),
    st.dictionaries(words(), st.integers(1, 99), max_size=20),
    st.lists(words().map(lambda one: one * 20), max_size=20),
)
def test_whatever_was_asked_can_be_sent(
    days: dict[date, dict[str, int]], pages: dict[str, int], asked: list[str]
) -> None:
    known = Insights(SINCE, days, pages, tuple(asked), {})
    messages = render.insights(known, "7 days", ENGLISH)
    for message in messages:
        descriptions = [embed.description or "" for embed in message.embeds]
        assert all(0 < length(one) <= MAX_DESCRIPTION for one in descriptions)
        assert sum(map(length, descriptions)) <= MAX_TOTAL
    found = sum(map(count_answered, days.values()))
    assert f"{found} answered" in told(known)[0]
