"""Words made comparable: forms, stems, and one name for all of a person or thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.text.words import FUNCTION_WORDS, Synonyms, stem_words, unify_forms

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


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("the N.E.P. of 1921", "the NEP of 1921", id="letters with dots"),
        pytest.param("U.S.S.R., É.N.", "USSR, ÉN", id="any number and any letter"),
        pytest.param("on the 17th, 1st, 2nd or 3rd", "on the 17, 1, 2 or 3", id="ordinals"),
        pytest.param("J. Reed and V.I. Lenin", "J. Reed and VI Lenin", id="one letter stays"),
        pytest.param("at www.a.b.c and x.y.zeta", "at www.a.b.c and x.y.zeta", id="addresses"),
        pytest.param("17then, a1st, 17the", "17then, a1st, 17the", id="parts of words"),
        pytest.param("3.5. or 1.2.3.", "3.5. or 1.2.3.", id="numbers"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_forms_of_one_word_are_written_alike(text: str, plain: str) -> None:
    assert unify_forms(text) == plain


@given(st.text("NEPné.17 thsrd,", max_size=40) | st.text(max_size=40))
def test_only_dots_and_endings_go_and_nothing_more_the_second_time(text: str) -> None:
    once = unify_forms(text)
    assert unify_forms(once) == once
    letters = iter(text)
    assert all(character in letters for character in once)  # what is left stands in its order
    assert set(text) - set(once) <= set(".stndrh")


def test_stems_are_of_words_in_any_form() -> None:
    assert stem_words("The N.E.P. began") == stem_words("the NEP began")
    assert stem_words("keepers on the 17th") == stem_words("Keeper on the 17")


def test_words_that_name_nothing_are_in_lower_case() -> None:
    assert {word.casefold() for word in FUNCTION_WORDS} == FUNCTION_WORDS
    assert FUNCTION_WORDS.isdisjoint({"war", "lamp", "year", "children"})
    assert {"who", "the", "and", "he", "did"} <= FUNCTION_WORDS
