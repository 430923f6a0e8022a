"""The table of small words that lead to a source: each line leads by its own example."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.citations.leads import LEADS, Lead, split_lead


@pytest.mark.parametrize("lead", LEADS, ids=lambda lead: lead.name)
def test_each_lead_is_left_out_of_its_own_example(lead: Lead) -> None:
    assert "Okafor, p. 45" in list(split_lead(f"{lead.example}, p. 45"))


@pytest.mark.parametrize("lead", LEADS, ids=lambda lead: lead.name)
def test_each_word_of_a_line_leads(lead: Lead) -> None:
    for word in lead.words.split():
        assert list(split_lead(f"{word} Okafor, p. 45"))[-1] == "Okafor, p. 45", word


@pytest.mark.parametrize(
    ("printed", "rest"),
    [
        ("see p. 45", ["p. 45"]),
        ("Vgl. dazu auch Okafor, S. 45", ["Okafor, S. 45"]),
        ("Lenin, quoted in Okafor, p. 45", ["Okafor, p. 45"]),
        ("a lucid letter reprinted in Okafor, p. 45", ["Okafor, p. 45"]),
        (
            "In Defence of Marxism, p. 45",
            ["In Defence of Marxism, p. 45", "Defence of Marxism, p. 45"],
        ),
        ("de la Cruz, p. 45", ["de la Cruz, p. 45", "Cruz, p. 45"]),
        ("letter to Smith, p. 45", ["letter to Smith, p. 45"]),
        ("zitiert von Okafor, S. 45", ["von Okafor, S. 45", "Okafor, S. 45"]),
        ("S. 45", ["S. 45"]),
    ],
)
def test_what_leads_is_left_out_and_a_title_is_not(printed: str, rest: list[str]) -> None:
    assert list(split_lead(printed)) == rest


def test_what_is_left_out_has_no_page_in_it() -> None:
    assert list(split_lead("Okafor, p. 45, quoted in Deutscher, p. 12")) == [
        "Okafor, p. 45, quoted in Deutscher, p. 12"
    ]


@given(st.text(alphabet="abOD .,()0123456789se", max_size=60))
def test_what_follows_a_lead_ends_the_words(text: str) -> None:
    assert all(text.endswith(rest) for rest in split_lead(text))
