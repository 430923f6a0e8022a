"""Whether misspelt words become what was meant, and right ones stay as they are."""

import json
from collections.abc import Sequence
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import process
from tokenizers import Tokenizer

from embeddings.concordance.concordance import Concordance
from embeddings.index.piece_weights import UNRELATED_QUESTIONS
from embeddings.models.encoder import find_model_folder
from embeddings.models.packages import DEFAULT
from embeddings.retrieval.spelling import MAX_COMPARISONS, Spelling, _Comparisons, _WordIndex
from tests.benchmarks.data import with_typos
from tests.conftest import shared

WORDS = {
    "winter": 9,
    "bread": 7,
    "the": 30,
    "which": 12,
    "with": 20,
    "workers": 15,
    "council": 8,
    "petrograd": 11,
    "kronstadt": 10,
    "revolution": 18,
    "friday": 1,
    "serbs": 1,
    "1905": 6,
    "didn": 3,
    "зима": 4,
    "café": 5,
}
KNOWN = ["who", "when", "city", "government", "parliament", "surprise"]


def _vocabulary() -> Sequence[str]:
    numbers = Tokenizer.from_file(str(find_model_folder(DEFAULT) / "tokenizer.json")).get_vocab()
    return [word for word in sorted(numbers, key=lambda word: numbers[word]) if word.isalpha()]


@pytest.fixture(scope="module")
def small() -> Spelling:
    return Spelling(WORDS, KNOWN)


@pytest.fixture(scope="module")
def of_essay(essay_concordance: Concordance) -> Spelling:
    counts: dict[str, int] = {}
    for passage in essay_concordance.passages:
        for word in set(passage.text.casefold().replace("’", " ").split()):
            plain = word.strip(".,;:!?()[]“”‘’\"'…")
            counts[plain] = counts.get(plain, 0) + 1
    return Spelling(counts, _vocabulary())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wniter", "winter"),
        ("winer", "winter"),
        ("rbead", "bread"),
        ("wintter", "winter"),
        ("wimter", "winter"),
        ("inwter", "inwter"),
        ("wich", "which"),
        ("wrokers’ counicl", "workers’ council"),
        ("Petrogard in the Wniter of 1905", "Petrograd in the Winter of 1905"),
        ("PETROGARD", "PETROGRAD"),
        ("kronshtat", "kronstadt"),
        ("змиа", "зима"),
        ("goverment", "government"),
    ],
)
def test_a_misspelt_word_becomes_the_one_that_is_meant(
    small: Spelling, typed: str, meant: str
) -> None:
    assert small.correct(typed) == meant


@pytest.mark.parametrize(
    "words",
    [
        "Who winters when the workers revolutionised the city?",
        "Frida and the serfs",
        "Goverment",
        "Yinter",
        "brd is bad",
        "wniter1 and 1095",
        "सर्दी 冬天 الشتاء",
        "\ud800 𝔴𝔫𝔦𝔱𝔢𝔯",
        "",
        "  …  ",
    ],
)
def test_a_word_that_may_be_right_stays(small: Spelling, words: str) -> None:
    assert small.correct(words) == words


def test_a_word_is_known_by_its_form_or_its_stem(small: Spelling) -> None:
    assert all(map(small.knows, ["Winter", "wintering", "cities", "1905", "ЗИМА"]))
    assert not any(map(small.knows, ["wniter", "serf", ""]))


def test_the_commoner_of_two_words_is_meant() -> None:
    assert Spelling({"cotton": 1, "cottom": 9}, []).correct("cottoj") == "cottom"
    assert Spelling({"cotton": 9, "cottom": 1}, []).correct("cottoj") == "cotton"


def test_the_commoner_word_of_the_model_comes_first_in_it() -> None:
    later = ["x"] * 3000
    assert Spelling({}, ["hearings", *later, "headings"]).correct("heaings") == "hearings"
    assert Spelling({}, ["headings", *later, "hearings"]).correct("heaings") == "headings"


def test_a_wrong_first_letter_tells_against_a_word() -> None:
    assert Spelling({"candle": 6, "mantle": 5}, []).correct("mandle") == "mantle"
    assert Spelling({"candle": 60, "mantle": 5}, []).correct("mandle") == "candle"


def test_a_piece_of_a_word_with_accents_apart_stays(small: Spelling) -> None:
    assert small.correct("wniter wniter\u0308 wniter\u0301a") == "winter wniter\u0308 wniter\u0301a"


def test_without_any_words_nothing_is_mended() -> None:
    assert Spelling({}, []).correct("wniter in Petrogard") == "wniter in Petrogard"


@given(st.text())
def test_all_but_long_words_stays_as_it_is(question: str) -> None:
    mended = Spelling(WORDS, KNOWN).correct(question)
    assert [one for one in mended if not one.isalpha()] == [
        one for one in question if not one.isalpha()
    ]


@given(st.sampled_from([word for word in WORDS if len(word) > 6]), st.integers(0, 1000))
def test_one_wrong_letter_in_a_long_word_is_mended(word: str, seed: int) -> None:
    spelling, typed = Spelling(WORDS, KNOWN), with_typos(word, seed)
    assert spelling.correct(typed) == (typed if spelling.knows(typed) else word)


def test_few_words_of_questions_about_other_things_change(of_essay: Spelling) -> None:
    questions = UNRELATED_QUESTIONS.read_text("utf-8")
    changed = [
        word for word in questions.split() if of_essay.correct(word) != word and len(word) > 3
    ]
    assert len(changed) < 0.003 * len(questions.split())


@pytest.mark.parametrize("word", "Yalta Frida serfs Jutland ramen ceviche Higgs boson".split())
def test_a_right_word_that_is_like_one_of_the_essay_stays(of_essay: Spelling, word: str) -> None:
    assert of_essay.correct(word) == word


def test_most_misspelt_words_of_the_essay_are_restored(of_essay: Spelling) -> None:
    lines = shared("eval/questions-dev.jsonl").read_text("utf-8").splitlines()
    tried = right = 0
    for question in (json.loads(line)["question"] for line in lines):
        for word in (word for word in question.split() if word.isalpha() and len(word) > 6):
            typed = with_typos(word, 0)
            if word.casefold() in of_essay.words and not of_essay.knows(typed):
                tried += 1
                right += of_essay.correct(typed).casefold() == word.casefold()
    assert tried > 40
    assert right >= 0.8 * tried


def _make_words(count: int, seed: int) -> list[str]:
    """Return made-up words of 5 to 11 letters."""
    random = Random(seed)  # noqa: S311
    return ["".join(random.choices("etaoinshrdlu", k=random.randint(5, 11))) for _ in range(count)]


@given(st.text("abé", min_size=4, max_size=10), st.data())
def test_no_word_one_edit_away_is_overlooked(typed: str, data: st.DataObject) -> None:
    near = data.draw(st.lists(_changed_once(typed), max_size=5))
    words = [word for word in near if len(word) >= 4]
    index = _WordIndex(words)
    found = _Comparisons().find(typed, index.list_near(typed), 1)
    assert set(found) == set(words)


@st.composite
def _changed_once(draw: st.DrawFn, typed: str) -> str:
    """Return a word with a letter changed, left out or put in, or two swapped."""
    place, letter = draw(st.integers(0, len(typed) - 1)), draw(st.sampled_from("abcz"))
    before, after = typed[:place], typed[place + 1 :]
    return draw(
        st.sampled_from(
            [
                typed,
                before + letter + after,
                before + after,
                before + letter + typed[place:],
                before + after[:1] + typed[place] + after[1:],
            ]
        )
    )


def test_however_many_words_are_misspelt_the_work_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = {**dict.fromkeys(_make_words(40_000, 1), 1), "petrograd": 9}
    spelling = Spelling(words, _make_words(10_000, 2))
    compared: list[int] = []

    def extract(typed: str, words: Sequence[str], **options: Any) -> Any:
        compared.append(len(words))
        return process.extract(typed, words, **options)

    monkeypatch.setattr("embeddings.retrieval.spelling.process", SimpleNamespace(extract=extract))
    corrected = spelling.correct(" ".join(["pertograd", *_make_words(1000, 3), "pertograd"]))
    assert corrected.startswith("petrograd ")  # the first words are mended, and no further ones
    assert corrected.endswith(" pertograd")
    calls_of_a_word = 24
    assert sum(compared) <= MAX_COMPARISONS + calls_of_a_word * max(compared)
