"""The work that a sentence names before the page in brackets."""

import pytest

from embeddings.citations.narratives import find_narrative, find_title_before
from embeddings.citations.works import Sources
from tests.support.small_text import ICE, LAMPS

SOURCES = Sources([LAMPS, ICE])


@pytest.mark.parametrize(
    ("near", "named"),
    [
        ("Okafor (1987) writes that “it froze” ", "Okafor 1987"),
        ("According to Ines Okafor [1987], it froze ", "Ines Okafor 1987"),
        ("Okafor’s (1987) lamps froze ", "Okafor 1987"),
        ("Smith and Okafor (1987a) say so ", "Smith and Okafor 1987a"),
        ("Okafor (1987) and Lindqvist (1962) say so ", "Lindqvist 1962"),
        ("Okafor ([1961] 1987) says so ", "Okafor [1961] 1987"),
        ("@okafor1987 ", "Okafor 1987"),
        ("In 1987 (and in May (1988) too) ", None),
        ("In Petrograd (1917) he wrote “it froze” ", None),
        ("Okafor (1987) says so (p. 3), and ", None),
        ("He writes: “as Okafor (1987) says, it froze” ", None),
        ("He writes: “as Okafor (1987) says, it froze ", None),
        ('He writes: "as Okafor (1987) says" ', None),
        ("Okafor (1931–2004) writes ", None),
    ],
)
def test_an_author_with_a_year_is_found_outside_of_quoted_words(
    near: str, named: str | None
) -> None:
    found = find_narrative(near)
    assert (found.source if found else None) == named


def test_a_title_directly_before_the_bracket_is_found() -> None:
    assert find_title_before("as she says in The Lamp Keepers ", SOURCES) == LAMPS
    assert find_title_before("as Okafor ", SOURCES) is None
    assert find_title_before("The Lamp Keepers says so ", SOURCES) is None
