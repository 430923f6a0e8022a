"""Which work is meant by a name."""

import pytest

from embeddings.citations.works import Sources
from embeddings.types import Name, Work

PROPHET = Work("prophet", "The Prophet", (Name("Deutscher", "Isaac"),), issued=1954)
EVENTS = Work("events", "1905", (Name("Trotsky", "Leon"),))
DIARY = Work("diary", "Diary in Exile", (Name("Trotsky", "Leon"),), aliases=("Journal",))
PEASANTS = Work("peasants", "The Peasant War in Germany", (Name("Engels", "Friedrich"),))
MANIFESTO = Work("manifesto", "Manifesto", (Name("Marx", "Karl"), Name("Engels", "Friedrich")))
SOURCES = Sources([PROPHET, EVENTS, DIARY, PEASANTS])


@pytest.mark.parametrize(
    ("printed", "work"),
    [
        ("Deutscher", PROPHET),
        ("Isaac Deutscher", PROPHET),
        ("I. Deutscher", PROPHET),
        ("DEUTSCHER’S The Prophet", PROPHET),
        ("Prophet", PROPHET),
        ("Deutscher 1954", PROPHET),
        ("Deutscher, The Prophet, 2003", PROPHET),
        ("Engels, The Peasant War in Germany", PEASANTS),
        ("Engels, Peasant War", PEASANTS),
        ("1905", EVENTS),
        ("Trotsky 1905", EVENTS),
        ("Journal", DIARY),
        ("Diary in Exile by Leon Trotsky", DIARY),
        ("Trotsky", None),
        ("Deutscher 1959", None),
        ("Tamara Deutscher", None),
        ("Trotsky, The Prophet", None),
        ("Peasant War and Peace", None),
        ("the pen", None),
        ("Engels in", None),
        ("", None),
    ],
)
def test_a_name_means_one_work_in_all_its_words_or_none(printed: str, work: Work | None) -> None:
    assert SOURCES.resolve(printed) == work


def test_a_title_that_is_a_number_is_named_only_beside_its_author() -> None:
    assert SOURCES.find_titled("In 1905 the strike spread") == []
    assert SOURCES.find_titled("There is no substitute for Trotsky’s 1905.") == [EVENTS]


def test_an_author_stands_for_a_work_only_if_he_has_just_one() -> None:
    assert SOURCES.find_named("as Engels says") == [PEASANTS]
    assert SOURCES.find_named("as Trotsky says") == []
    assert Sources([PEASANTS, MANIFESTO]).find_named("as Engels says") == []


def test_the_longest_name_at_an_end_of_a_text_is_taken() -> None:
    before = "read in Engels, The Peasant War in Germany"
    assert SOURCES.find_at_end(before) == (8, PEASANTS)
    assert SOURCES.find_at_start("The Prophet, of course") == (11, PROPHET)
    assert SOURCES.find_at_end("nothing of the kind") is None
