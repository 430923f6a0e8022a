"""Which words of a text those of somebody are: in both orders, and worth what they cost."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from embeddings.checking.alignment import (
    INSERTION_COST,
    MISMATCH_COST,
    OMISSION_COST,
    AlignedRun,
    WeightedQuery,
    align,
)
from embeddings.checking.ngrams import BAND_SIZE, NgramIndex
from embeddings.types import Span

WORDS = st.lists(st.sampled_from([f"w{at}" for at in range(9)]), min_size=1, max_size=60)


def runs(text: list[str], words: list[str], price: float, *cuts: int) -> tuple[AlignedRun, ...]:
    """Align words with all of a text, or with its parts between some cuts."""
    grams = NgramIndex(text)
    numbers = grams.encode(words)
    edges = [0, *cuts, len(text)]
    windows = [Span(*pair) for pair in pairwise(edges)]
    bands = [windows for _ in range(0, len(words), BAND_SIZE)]
    return align(
        WeightedQuery(numbers, grams.measure_rarity(numbers)), grams.word_ids, bands, price
    )


def worth(one: AlignedRun, bits: dict[int, float]) -> float:
    """Return what a run tells less what it costs, reckoned from its pairs alone."""
    told = sum(bits[our] for our, _ in one.pairs)
    for (our, their), (next_our, next_their) in pairwise(one.pairs):
        added, left_out = next_our - our - 1, next_their - their - 1
        both = min(added, left_out)
        dearest = min(MISMATCH_COST, INSERTION_COST + OMISSION_COST) * both
        told -= dearest + INSERTION_COST * (added - both) + OMISSION_COST * (left_out - both)
    return told


@given(WORDS, WORDS, st.floats(1, 20))
def test_a_run_is_of_the_same_words_in_both_orders_and_worth_its_price(
    text: list[str], words: list[str], price: float
) -> None:
    grams = NgramIndex(text)
    bits = dict(enumerate(grams.measure_rarity(grams.encode(words)).tolist()))
    end = 0
    for run in runs(text, words, price):
        assert run.query_span.start >= end
        end = run.query_span.end
        assert all(words[our] == text[their] for our, their in run.pairs)
        assert all(a < c and b < d for (a, b), (c, d) in pairwise(run.pairs))
        assert worth(run, bits) > price - 1e-6


@given(WORDS.map(lambda words: [*words, *"abcdefgh"]), st.data())
def test_words_taken_as_they_stand_are_one_run(text: list[str], data: st.DataObject) -> None:
    words = text[data.draw(st.integers(0, len(text) - 5)) :]
    (run,) = runs(text, words, 8)
    assert [our for our, _ in run.pairs] == list(range(len(words)))


def test_a_run_does_not_go_on_in_another_window() -> None:
    text = [f"w{at}" for at in range(40)]
    words = [*text[10:20], *text[20:30]]
    assert len(runs(text, words, 5)) == 1
    assert len(runs(text, words, 5, 20)) == 2


def test_words_from_two_places_are_two_runs_in_the_order_of_those_sought() -> None:
    text = [f"w{at}" for at in range(200)]
    later, earlier = text[150:160], text[20:30]
    found = runs(text, [*later, "other", *earlier], 10)
    assert [run.pairs[0][1] for run in found] == [150, 20]
    assert [len(run.pairs) for run in found] == [10, 10]


def test_words_over_many_bands_are_one_run() -> None:
    text = [f"w{at}" for at in range(300)]
    words = [word for at, word in enumerate(text) if at % 10]
    (run,) = runs(text, words, 10)
    assert len(run.pairs) == len(words)


def test_nothing_is_found_in_no_window() -> None:
    grams = NgramIndex(["ice"])
    sought = WeightedQuery(grams.encode(["ice"]), grams.measure_rarity(grams.encode(["ice"])))
    assert align(sought, grams.word_ids, [[]], 0.1) == ()
