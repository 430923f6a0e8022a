"""Every part of a bracket is read with its own work, or none of it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations.bracket_reader import BracketReader
from embeddings.citations.brackets import Bracket, Surroundings
from embeddings.citations.works import Sources
from embeddings.types import Span
from tests.support.small_text import ICE, LAMPS

SOURCES = Sources([LAMPS, ICE])
LEADS = (
    "",
    "but cf. ",
    "see, for example, ",
    "similarly ",
    "contrast ",
    "in the preface to ",
    "vgl. ",
)


def read(content: str, closes: bool = True) -> list[tuple[str | None, str]]:
    """Return the work and the printed pages of each reference of a bracket."""
    bracket = Bracket(Span(0, len(content) + 2), Span(1, len(content) + 1))
    references = BracketReader(f"({content})", SOURCES).read(
        bracket, Surroundings(closes, final=True)
    )
    return [
        (
            reference.work.key if reference.work else reference.reading.source,
            reference.reading.digits,
        )
        for reference in references
    ]


@given(
    lead=st.sampled_from(LEADS),
    separator=st.sampled_from(["; ", ", ", " and ", ", and ", " – ", " / "]),
    first=st.sampled_from(["Okafor, p. 45", "Okafor 45", "The Lamp Keepers, p. 45"]),
    second=st.sampled_from(
        ["Lindqvist, p. 12", "Lindqvist, pp. 12–14", "A Winter on the Ice, p. 12"]
    ),
)
def test_two_references_stay_two_whatever_parts_them_and_leads(
    lead: str, separator: str, first: str, second: str
) -> None:
    assert [work for work, _ in read(f"{first}{separator}{lead}{second}")] == ["lamps", "ice"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Okafor, pp. 45 & 47, and Lindqvist, pp. 12, 14",
            [("lamps", "45 & 47"), ("ice", "12, 14")],
        ),
        ("p. 45, cf. 47", [(None, "45")]),
        ("Okafor; p. 45", [("lamps", "45")]),
        ("p. 45 – Okafor", [("lamps", "45")]),
        ("Okafor, p. 45; letter to Smith, p. 3", [("lamps", "45"), ("letter to Smith", "3")]),
        ("Okafor 2:45", [("lamps", "45")]),
    ],
)
def test_the_parts_of_a_bracket(content: str, expected: list[tuple[str | None, str]]) -> None:
    assert read(content) == expected


@pytest.mark.parametrize("content", ["the whole of it", "Matthew 5:16", "Okafor, § 12", "3/4", ""])
def test_what_is_no_reference_is_not_read(content: str) -> None:
    assert read(content) == []


@given(st.text(alphabet="abOL .,;:()[]–—-/&“”0123456789ps", max_size=100))
def test_references_lie_within_their_bracket_in_order(content: str) -> None:
    bracket = Bracket(Span(0, len(content) + 2), Span(1, len(content) + 1))
    reader = BracketReader(f"({content})", SOURCES)
    spans = [one.span for one in reader.read(bracket, Surroundings(True, final=True))]
    assert all(bracket.span.holds(span) for span in spans)
    assert spans == sorted(spans)
