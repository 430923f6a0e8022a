"""Half-typed words: what begins so first, then what is like it, and never too much of it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers import autocomplete
from bot.answers.autocomplete import MAX_CHOICE_LENGTH, MAX_CHOICES, Suggestion, shorten
from embeddings.citations import KnownWorks, pages_overlap
from embeddings.concordance.concordance import Concordance
from embeddings.errors import AskedError
from embeddings.lookup.locator import parse_asked_pages, parse_page_request
from embeddings.lookup.works import CitedWork, list_cited_works
from embeddings.readers import blocks
from embeddings.types import Document, Work
from tests.support.made_up_texts import concordances
from tests.support.small_text import small

OFFERED = (
    "What does the text say about Kornilov’s defeat?",
    "What does the text say about the Winter Palace?",
    "Who was Natalya Sedova?",
    "What happened in April 1922?",
    "How does Harman explain what the war did?",
)
SMALL = list_cited_works(small())


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("korn", 0),
        ("KORN", 0),
        ("kornilov's def", 0),
        ("winter", 1),
        ("who w", 2),
        ("palace win", 1),
        ("apr 1922", 3),
        ("what h", 3),
        ("1922", 3),
        ("natalia sedowa", 2),
        ("harmann", 4),
        ("hapened", 3),
    ],
)
def test_what_begins_so_comes_first_and_then_what_is_like_it(typed: str, first: int) -> None:
    assert autocomplete.suggest_questions(typed, OFFERED)[0] == OFFERED[first]


def test_words_in_a_row_come_before_words_apart_and_early_ones_before_late() -> None:
    offered = ["Who lit the old lamp?", "Was the lamp old?", "The old lamp, who lit it?"]
    assert autocomplete.suggest_questions("old lamp", offered)[:2] == [offered[2], offered[0]]


def test_nothing_like_it_is_no_choice() -> None:
    assert autocomplete.suggest_questions("zzzz qqqq", OFFERED) == []


def test_of_nothing_typed_questions_of_the_whole_text_are_offered() -> None:
    many = [f"What happened in {year}?" for year in range(1700, 1900)]
    found = autocomplete.suggest_questions(" ", many)
    assert found == many[::8]
    assert autocomplete.suggest_questions("", many[:3]) == many[:3]
    assert autocomplete.suggest_questions("", ()) == []


def test_somebodys_own_come_before_others_where_they_fit_and_each_once() -> None:
    own = ["Who was Lenin?", OFFERED[2], "x" * (MAX_CHOICE_LENGTH + 1)]
    assert autocomplete.suggest_questions("who was", OFFERED, own)[:2] == own[:2]
    assert autocomplete.suggest_questions("", OFFERED, own)[:2] == own[:2]
    found = autocomplete.suggest_questions("", OFFERED, own)
    assert len(found) == len(set(found)) == len(OFFERED) + 1


@given(st.text(max_size=200), st.lists(st.text(min_size=1, max_size=150), max_size=60))
def test_there_are_never_too_many_choices_nor_too_long_ones(typed: str, offered: list[str]) -> None:
    found = autocomplete.suggest_questions(typed, offered, offered[:5])
    assert len(found) <= MAX_CHOICES
    assert len(found) == len(set(found))
    assert all(1 <= len(one) <= MAX_CHOICE_LENGTH and one in offered for one in found)


def test_two_hundred_questions_are_ranked_quickly() -> None:
    many = [f"What does the text say about the lamp of {year}?" for year in range(1700, 1900)]
    started = time.process_time()
    for typed in ("what does the te", "lamp", "17", "lmap of 1888", "xyzzy"):
        for _ in range(4):
            autocomplete.suggest_questions(typed, many, many[:5])
    assert (time.process_time() - started) / 20 < 0.05


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("", ["lamps", "ice", "year"]),
        ("oka", ["lamps"]),
        ("lamp", ["lamps"]),
        ("winter on", ["ice"]),
        ("the lamp", ["lamps"]),
        ("voss 18", ["year"]),
        ("lindkvist", ["ice"]),
    ],
)
def test_works_are_found_by_author_and_title_and_known_by_their_key(
    typed: str, keys: list[str]
) -> None:
    assert [one.value for one in autocomplete.suggest_works(typed, SMALL)][: len(keys)] == keys


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("", ["xii", "12, 19, 44", "45", "45–47", "98"]),
        ("4", ["12, 19, 44", "45", "45–47"]),
        ("p. 9", ["98"]),
        ("x", ["xii"]),
        ("12, 19", ["12, 19, 44"]),
        ("97", ["98", "45–47", "45", "12, 19, 44"]),
        ("xiii", ["xii"]),
        ("abc", []),
    ],
)
def test_pages_are_those_that_begin_so_or_else_the_nearest(typed: str, values: list[str]) -> None:
    assert [one.value for one in autocomplete.suggest_pages(typed, SMALL)] == values


def test_a_page_is_named_with_all_works_that_it_is_of() -> None:
    text = "“It froze all night” (Okafor, p. 45). “It thawed all day” (Lindqvist, p. 45)."
    document = Document.of("text", "A text", blocks(text))
    listed = list_cited_works(
        Concordance.of(document, KnownWorks((small().works[0], small().works[1])))
    )
    assert autocomplete.suggest_pages("45", listed) == [
        Suggestion("p. 45 · The Lamp Keepers; A Winter on the Ice", "45")
    ]


def test_of_a_work_that_was_chosen_its_own_pages_are_offered_alone() -> None:
    lamps, ice, *_ = small().works
    assert [one.value for one in autocomplete.suggest_pages("45", SMALL, lamps)] == ["45"]
    assert [one.value for one in autocomplete.suggest_pages("45", SMALL, ice)] == ["45–47"]
    assert [one.value for one in autocomplete.suggest_pages("", SMALL, ice)] == ["xii", "45–47"]


@given(concordances(), st.text(alphabet="0123456789xiv p.-–,", max_size=6))
def test_every_choice_is_short_and_leads_to_what_it_names(
    concordance: Concordance, typed: str
) -> None:
    listed = list_cited_works(concordance)
    for found in (
        autocomplete.suggest_works(typed, listed),
        autocomplete.suggest_pages(typed, listed),
    ):
        assert len(found) <= MAX_CHOICES
        assert len({one.value for one in found}) == len(found)
        for one in found:
            assert 1 <= len(one.name) <= MAX_CHOICE_LENGTH
            assert 1 <= len(one.value) <= MAX_CHOICE_LENGTH
    for one in autocomplete.suggest_works(typed, listed):
        assert concordance.find_named_work(one.value).key == one.value
    for one in autocomplete.suggest_pages(typed, listed):
        assert concordance.find_citations(parse_page_request(one.value).pages)


@given(st.lists(st.integers(1, 99999), min_size=1, max_size=40))
def test_a_long_list_of_pages_is_offered_as_far_as_it_goes(numbers: list[int]) -> None:
    pages = tuple((number, number) for number in sorted(set(numbers)))
    value = autocomplete._value(pages)
    assert len(value) <= MAX_CHOICE_LENGTH
    assert pages_overlap(parse_asked_pages(value), pages)


def test_a_work_that_no_choice_can_name_is_not_offered() -> None:
    long = CitedWork(
        Work("a" * (MAX_CHOICE_LENGTH + 1), "Letters"),
        known=False,
        citations=1,
        quotations=0,
        pages=(),
    )
    assert autocomplete.suggest_works("letters", [long]) == []
    assert [one.value for one in autocomplete.suggest_works("", [long, *SMALL])] == [
        "lamps",
        "ice",
        "year",
    ]


@pytest.mark.parametrize(
    ("name", "length"), [("lamp", 4), ("lamp " * 30, 100), ("a" * 150, 100), ("a" * 100, 100)]
)
def test_a_long_name_is_cut_between_words(name: str, length: int) -> None:
    found = shorten(name)
    assert len(found) <= length
    assert found == name or (found.endswith("…") and name.startswith(found[:-1]))


def test_a_key_is_what_a_work_is_meant_by() -> None:
    two = (Work("one", "Letters"), Work("two", "Letters"))
    text = "“It froze all night” (p. 45)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks(two, two[1]))
    assert concordance.find_cited_work("two") == two[1]
    with pytest.raises(AskedError):
        concordance.find_cited_work("one")
