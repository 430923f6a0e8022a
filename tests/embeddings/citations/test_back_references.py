"""The table of words that mean a work cited before: each is read in its own example."""

from dataclasses import replace

import pytest

from embeddings.citations import KnownWorks
from embeddings.citations.back_references import (
    BACK_REFERENCES,
    BackReference,
    ends_with_back_reference,
    split_back_reference,
)
from embeddings.concordance.concordance import Concordance
from embeddings.types import Document, Name, Work
from tests.support.small_text import ICE, LAMPS

OTHER = Work("oil", "On Oil", (Name("Okafor", "Ines"),))


def cited(
    text: str, works: tuple[Work, ...] = (LAMPS, ICE)
) -> list[tuple[str | None, object, str | None]]:
    """Return work, pages and doubt of each citation; A Winter on the Ice is the default."""
    document = Document.of("text", "A text", [text])
    found = Concordance.of(document, KnownWorks(works, ICE)).citations
    return [(citation.work, citation.pages, citation.doubt) for citation in found]


@pytest.mark.parametrize("form", BACK_REFERENCES, ids=lambda form: form.name)
def test_each_form_is_read_in_its_own_example(form: BackReference) -> None:
    assert split_back_reference(form.example)[0] == form


@pytest.mark.parametrize("form", BACK_REFERENCES, ids=lambda form: form.name)
def test_each_form_means_the_work_before_and_never_the_default(form: BackReference) -> None:
    found = cited(f"It froze (Okafor, p. 45). “It thawed again” ({form.example}).")
    assert [work for work, _, _ in found] == ["The Lamp Keepers"] * 2
    assert found[1][2] == form.unclear


@pytest.mark.parametrize("form", BACK_REFERENCES, ids=lambda form: form.name)
def test_without_anything_before_it_is_in_doubt(form: BackReference) -> None:
    assert all(doubt for _, _, doubt in cited(f"“It thawed again” ({form.example})."))


def test_an_author_who_is_named_means_his_work_further_back() -> None:
    text = "It froze (Okafor, On Oil, p. 1). It thawed (p. 2). It froze (Okafor, op. cit., p. 3)."
    assert [work for work, _, _ in cited(text, (LAMPS, OTHER, ICE))] == [
        "On Oil",
        "A Winter on the Ice",
        "On Oil",
    ]
    text = "It froze (Marx, Capital, p. 1). It thawed (p. 2). It froze (Marx, op. cit., p. 3)."
    assert cited(text)[2][0] == "Marx, Capital"


def test_a_name_that_is_cited_nowhere_is_in_doubt() -> None:
    assert cited("It froze (Okafor, p. 1). It thawed (Marx, op. cit., p. 3).")[1] == (
        "Marx",
        ((3, 3),),
        "the manifest knows no such work",
    )


@pytest.mark.parametrize(
    "printed",
    ["the same evening, 45", "aboveboard, p. 45", "Ida, p. 45", "see above all Okafor, p. 45"],
)
def test_other_words_do_not_refer_back(printed: str) -> None:
    assert split_back_reference(printed) == (None, printed)


def test_words_that_end_with_a_back_reference_tell_where_it_begins() -> None:
    assert ends_with_back_reference("Okafor, op. cit., ") == (BACK_REFERENCES[4], 8)
    assert ends_with_back_reference("Okafor, ") is None


@pytest.mark.parametrize("between", ["(Lindqvist, § 12)", "(Lindqvist, p. 12.3)", "(p. 45.3)"])
def test_what_is_passed_over_between_two_references_may_be_meant(between: str) -> None:
    found = cited(f"It froze (Okafor, p. 45). It thawed {between}. It froze again (ibid., p. 46).")
    assert found[-1][0] == "The Lamp Keepers"
    assert found[-1][2] == f"{between} stands before it, and may be what it means"


@pytest.mark.parametrize(
    ("words", "work", "doubt"),
    [
        (
            "It froze (Lindqvist, p. 12). Okafor (1987) says so. “Ice” (ibid., p. 50).",
            ICE,
            "Okafor",
        ),
        ("It froze (Okafor, p. 12). Okafor (1987) says so. “Ice” (ibid., p. 50).", LAMPS, None),
        ("It froze (Okafor, p. 45; cf. Lindqvist, p. 12). “Ice” (ibid., p. 46).", ICE, "several"),
        ("It froze (Okafor, p. 45; Lindqvist, p. 12; ibid., p. 46).", ICE, None),
        ("It froze (Okafor, p. 45). It thawed (p. 12). “Ice” (ibid., p. 46).", ICE, None),
    ],
)
def test_what_else_may_be_meant_is_a_doubt(words: str, work: Work, doubt: str | None) -> None:
    name, _, doubted = cited(words, (replace(LAMPS, issued=1987), ICE))[-1]
    assert name == work.title
    assert doubt in doubted if doubt and doubted else doubted == doubt
