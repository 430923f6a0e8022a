"""Names of one person or thing: all are searched as the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.words import Synonyms

NAMES = (("Trotsky", "Bronstein", "Lev Davidovich"), ("Petersburg", "Petrograd", "Lev"))
FOLDING = Synonyms(NAMES)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Bronstein spoke.", "Trotsky spoke.", id="another name"),
        pytest.param("Trotsky spoke.", "Trotsky spoke.", id="the first name"),
        pytest.param("BRONSTEIN, bronstein", "Trotsky, Trotsky", id="any case"),
        pytest.param("Bronstein’s word", "Trotsky’s word", id="a genitive"),
        pytest.param("Bronsteins and Bronsteinian", "Bronsteins and Bronsteinian", id="a part"),
        pytest.param("Lev Davidovich in Lev", "Trotsky in Petersburg", id="the longest first"),
        pytest.param("from Petrograd to Petersburg", "from Petersburg to Petersburg", id="twice"),
        pytest.param("Nobody spoke.", "Nobody spoke.", id="none"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_the_first_name_stands_for_the_others(text: str, folded: str) -> None:
    assert FOLDING.fold(text) == folded


def test_without_names_a_text_stays_as_it_is() -> None:
    assert Synonyms(()).fold("Bronstein spoke.") == "Bronstein spoke."


@pytest.mark.parametrize("text", ["BRONSTEİN", "Bronsteın", "Bronſtein"])
def test_letters_that_only_match_without_case_fold_or_stay(text: str) -> None:
    assert FOLDING.fold(text) in (text, "Trotsky")


def test_marks_in_a_name_are_no_pattern() -> None:
    assert Synonyms((("Zed", "A+B.C"),)).fold("A+B.C and AABxC") == "Zed and AABxC"


def test_texts_are_folded_one_by_one() -> None:
    assert FOLDING.fold_all(["Bronstein", "he", "Petrograd"]) == ["Trotsky", "he", "Petersburg"]


@given(st.lists(st.sampled_from("Trotsky Bronstein Lev, (Petrograd) he said İ".split())))
def test_folding_twice_changes_no_more_and_each_other_word_stays(words: list[str]) -> None:
    once = FOLDING.fold(" ".join(words))
    assert FOLDING.fold(once) == once
    kept = [word for word in words if word in ("Trotsky", "he", "said", "İ")]
    assert [word for word in once.split() if word in ("he", "said", "İ")] == [
        word for word in kept if word != "Trotsky"
    ]
    assert len(once.split()) == len(words)


@given(st.text("BRONSTEINbronsteinİı ſ", max_size=40))
def test_any_letters_are_folded_or_left(text: str) -> None:
    assert isinstance(FOLDING.fold(text), str)
