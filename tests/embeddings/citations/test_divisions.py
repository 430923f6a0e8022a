"""The table of what is counted otherwise than by pages: each kind takes out its own examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations.divisions import (
    DIVISIONS,
    Division,
    blank_divisions,
    strip_divisions,
)


@pytest.mark.parametrize("division", DIVISIONS, ids=lambda division: division.name)
def test_each_kind_takes_out_its_own_examples(division: Division) -> None:
    for example in division.examples:
        assert strip_divisions(f"Okafor, {example}") == "Okafor"
        assert strip_divisions(f"Okafor, {example}, p. 45") == "Okafor, p. 45"


@pytest.mark.parametrize(
    ("printed", "rest"),
    [
        ("Okafor, 2nd ed., p. 45", "Okafor, p. 45"),
        ("Okafor, third revised edition, p. 45", "Okafor, p. 45"),
        ("Okafor, 3rd rev. ed. 1987, p. 45", "Okafor, 1987, p. 45"),
        ("Okafor, The Lamp Keepers, ed. Smith, p. 45", "Okafor, The Lamp Keepers, p. 45"),
        ("Okafor, trans. by Ada Smith, p. 45", "Okafor, p. 45"),
        ("Okafor, 3. Aufl., S. 45", "Okafor, S. 45"),
        ("Okafor (n 3) 45", "Okafor 45"),
        ("Okafor, chs. 4, 5", "Okafor"),
        ("vol. 2, no. 3, p. 45", "vol. 2, p. 45"),
    ],
)
def test_what_tells_of_an_edition_or_a_part_goes(printed: str, rest: str) -> None:
    assert strip_divisions(printed) == rest


@pytest.mark.parametrize(
    "printed",
    [
        "47, n. 4",
        "440, footnote 1",
        "Okafor, Letters, p. 45",
        "Art and Revolution, p. 45",
        "loc. cit., p. 46",
        "Okafor ed., p. 45",
        "trans. in Smith, p. 45",
    ],
)
def test_notes_of_pages_and_names_stay(printed: str) -> None:
    assert strip_divisions(printed) == printed


@given(st.text(alphabet="ab OK§¶#.,()0123456789chpvolned", max_size=80))
def test_blanks_keep_every_other_sign_in_its_place(text: str) -> None:
    blanked = blank_divisions(text)
    assert len(blanked) == len(text)
    assert all(new in {old, " "} for old, new in zip(text, blanked, strict=True))


def test_the_year_of_an_imprint_is_kept_where_it_stands_alone() -> None:
    assert blank_divisions("Okafor (1987), ") == "Okafor  1987 , "
    assert blank_divisions("Okafor (London, 1987), ").split() == ["Okafor", ","]
