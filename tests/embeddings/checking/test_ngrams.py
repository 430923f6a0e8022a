"""Where runs of words stand in a text, and which stretches of it are worth a closer look."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.checking.ngrams import BAND_SIZE, NgramIndex, WordIds

WORDS = st.lists(st.sampled_from("the ice river snow of and".split()), max_size=40)


def numbers(grams: NgramIndex, words: list[str]) -> WordIds:
    """Return words by their numbers."""
    return grams.encode(words)


@given(WORDS, WORDS.filter(lambda words: len(words) < 6))
def test_the_places_of_a_run_are_all_and_only_those_where_it_stands(
    text: list[str], run: list[str]
) -> None:
    grams = NgramIndex(text)
    size = len(run)
    standing = [at for at in range(len(text)) if run and text[at : at + size] == run]
    assert grams.find_places(numbers(grams, run)).tolist() == standing


@given(WORDS, WORDS)
def test_a_seed_is_a_run_of_the_same_words_in_both(text: list[str], sought: list[str]) -> None:
    grams = NgramIndex(text)
    seeds = grams.find_seeds(numbers(grams, sought))
    for our, their, bits in zip(seeds.query, seeds.text, seeds.bits, strict=True):
        assert sought[our] == text[their]
        assert bits >= grams.measure_rarity(numbers(grams, [sought[our]]))[0]


@given(WORDS)
def test_a_rarer_word_tells_more(text: list[str]) -> None:
    grams = NgramIndex(text)
    by_count = sorted(set(text), key=text.count)
    bits = grams.measure_rarity(numbers(grams, by_count)).tolist()
    assert bits == sorted(bits, reverse=True)
    assert grams.measure_rarity(numbers(grams, ["unknown"])).tolist() == [0.0]


def test_the_windows_of_words_taken_from_a_long_text_hold_their_place_and_little_more() -> None:
    text = [f"word{at % 977}x{at % 13}" for at in range(50_000)]
    grams = NgramIndex(text)
    windows = grams.find_windows(numbers(grams, text[7_000:7_040]))
    assert len(windows) == 3
    for band, spans in enumerate(windows):
        first = 7_000 + band * BAND_SIZE
        assert any(one.start <= first and first + 8 <= one.end for one in spans)
        assert sum(one.end - one.start for one in spans) < 1_000


@pytest.mark.parametrize("size", [1, 3, 700, 1700])
def test_what_is_looked_at_is_bounded_however_much_is_sought(size: int) -> None:
    draw = np.random.default_rng(0)
    words = [f"w{number}" for number in draw.zipf(1.3, 200_000) % 30_000]
    grams = NgramIndex(words)
    sought = draw.choice(np.array(words), size).tolist()
    cells = sum(
        BAND_SIZE * (s.end - s.start)
        for band in grams.find_windows(numbers(grams, sought))
        for s in band
    )
    assert cells <= 2_000 * 64 * 64


@pytest.mark.parametrize("words", [[], ["ice"], ["ice", "snow"]])
def test_a_text_of_hardly_a_word_is_searched_too(words: list[str]) -> None:
    grams = NgramIndex(words)
    assert grams.find_places(numbers(grams, ["ice"])).tolist() == [
        at for at, w in enumerate(words) if w == "ice"
    ]
    assert grams.find_windows(numbers(grams, ["ice", "snow", "ice"])) == [[]]
