"""Late interaction: the same as a plain loop, and what a sentence may borrow."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from embeddings.index.bm25 import compute_idf
from embeddings.index.token_vectors import PlainTokenVectors
from embeddings.models.encoder import Encoded, Vectors
from embeddings.retrieval.late_interaction import LateInteraction

HIDDEN = 4
WEIGHTS = np.array([1.0, 0.5, 3.0, 0.25], dtype=np.float32)
Passages = list[list[NDArray[np.float32]]]


@dataclass
class Asking:
    """Passages as matrices, a sentence each, and a question."""

    passages: Passages
    question: Encoded

    @property
    def late(self) -> LateInteraction:
        """Late interaction with the passages."""
        sentences = [one for passage in self.passages for one in passage]
        firsts = np.cumsum([0, *map(len, self.passages)], dtype=np.int64)
        starts = np.cumsum([0, *map(len, sentences)], dtype=np.int64)
        rows = np.concatenate([np.empty((0, HIDDEN), np.float32), *sentences])
        return LateInteraction(PlainTokenVectors(rows), firsts, starts, WEIGHTS)

    def plain(self, passage: int) -> list[float]:
        """Return how close each sentence of a passage is, piece by piece and row by row."""
        matches = [
            [max([0.0, *(float(row @ piece) for row in rows)]) for piece in self.question.tokens]
            for rows in self.passages[passage]
        ]
        matches = [[min(1.0, match) for match in one] for one in matches]
        elsewhere = [0.85 * max(column) for column in zip(*matches, strict=True)]
        weights = WEIGHTS[self.question.pieces]
        return [
            sum(
                float(weight) * max(match, other) ** 0.5
                for weight, match, other in zip(weights, one, elsewhere, strict=True)
            )
            / float(weights.sum())
            for one in matches
        ]


def asked(rows: Vectors, pieces: list[int]) -> Encoded:
    """Return a question of these token vectors and word pieces."""
    return Encoded(
        np.zeros(HIDDEN, np.float32),
        np.asarray(rows, dtype=np.float32).reshape(-1, HIDDEN),
        np.array(pieces, np.int32),
        np.zeros((len(pieces), 2), np.int32),
    )


@st.composite
def askings(draw: st.DrawFn) -> Asking:
    """Make passages of sentences of any length, also none, and a question of up to four pieces."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))

    def rows(count: int) -> Vectors:
        found = random.standard_normal((count, HIDDEN), dtype=np.float32)
        scaled: Vectors = found / np.linalg.norm(found, axis=1, keepdims=True)
        return scaled

    counts = st.lists(st.integers(0, 4), min_size=1, max_size=4)
    passages = draw(st.lists(counts, min_size=1, max_size=6))
    pieces = draw(st.lists(st.integers(0, len(WEIGHTS) - 1), min_size=1, max_size=4))
    return Asking([[rows(n) for n in one] for one in passages], asked(rows(len(pieces)), pieces))


@given(askings(), st.data())
def test_passages_are_as_close_as_a_plain_loop_finds_them(
    asking: Asking, data: st.DataObject
) -> None:
    numbers = data.draw(st.permutations(range(len(asking.passages))))
    chosen = np.array(numbers[: data.draw(st.integers(1, len(numbers)))])
    found = asking.late.rescore("", asking.question, chosen)
    expected = [max(asking.plain(number)) for number in chosen]
    np.testing.assert_allclose(found, expected, atol=1e-5)


@given(askings())
def test_the_best_sentence_is_the_one_a_plain_loop_finds_closest(asking: Asking) -> None:
    every = [asking.plain(number) for number in range(len(asking.passages))]
    numbers = np.arange(len(every))[::-1]
    best = asking.late.best_sentences(
        asking.question, numbers, [range(len(every[number])) for number in numbers]
    )
    for number, place in zip(numbers, best, strict=True):
        assert every[number][place] == pytest.approx(max(every[number]), abs=1e-5)
    last = [len(every[number]) - 1 for number in numbers]
    assert asking.late.best_sentences(asking.question, numbers, [[one] for one in last]) == last


@given(askings(), askings(), st.data())
def test_what_was_compared_before_changes_nothing(
    asking: Asking, other: Asking, data: st.DataObject
) -> None:
    late, numbers = asking.late, st.integers(0, len(asking.passages) - 1)
    for _ in range(4):
        question = data.draw(st.sampled_from([asking.question, other.question]))
        chosen = np.array(data.draw(st.lists(numbers, min_size=1, max_size=6)))
        places = [range(len(asking.passages[number])) for number in chosen]
        np.testing.assert_allclose(
            late.rescore("", question, chosen),
            asking.late.rescore("", question, chosen),
            atol=1e-6,
        )
        for number, place in zip(
            chosen, late.best_sentences(question, chosen, places), strict=True
        ):
            close = Asking(asking.passages, question).plain(number)
            assert close[place] == pytest.approx(max(close), abs=1e-5)


def test_a_passage_is_compared_with_a_question_once(monkeypatch: pytest.MonkeyPatch) -> None:
    late = Asking([[np.stack([ONE])], [np.stack([TWO])]], BOTH).late
    late.rescore("", BOTH, np.array([0, 1]))
    monkeypatch.setattr(late, "tokens", None)  # what would be compared again
    assert late.best_sentences(BOTH, np.array([1, 0]), [[0], [0]]) == [0, 0]


ONE, TWO, THREE = np.eye(HIDDEN, dtype=np.float32)[:3]
BOTH = asked(np.stack([ONE, TWO]), [0, 0])


def closeness(*sentences: list[Vectors], question: Encoded = BOTH) -> float:
    """Return how close a passage of these sentences is."""
    passage = [np.reshape(np.array(rows, np.float32), (-1, HIDDEN)) for rows in sentences]
    [found] = Asking([passage], question).late.rescore("", question, np.array([0]))
    return float(found)


def test_a_sentence_that_has_all_is_closer_than_two_that_share_it_and_these_than_one() -> None:
    whole, divided = closeness([ONE, TWO]), closeness([ONE], [TWO])
    assert whole == pytest.approx(1)
    assert divided == pytest.approx((1 + 0.85**0.5) / 2)
    assert closeness([ONE], [THREE]) == pytest.approx(0.5)


def test_an_empty_sentence_finds_nothing_and_may_borrow() -> None:
    assert closeness([]) == 0
    assert closeness([], []) == 0
    assert closeness([], [ONE, TWO], []) == pytest.approx(1)


def test_a_rare_piece_counts_more() -> None:
    question = asked(np.stack([ONE, TWO]), [2, 3])
    assert closeness([ONE], question=question) == pytest.approx(3 / 3.25)
    assert closeness([TWO], question=question) == pytest.approx(0.25 / 3.25)


def test_what_points_away_counts_as_nothing() -> None:
    assert closeness([-ONE, -TWO]) == 0


def test_without_a_word_piece_or_a_passage_there_is_nothing_to_compare() -> None:
    nothing = asked(np.empty((0, HIDDEN), np.float32), [])
    late = Asking([[np.stack([ONE])], [np.stack([TWO])]], BOTH).late
    assert late.rescore("", nothing, np.array([0, 1])).tolist() == [0, 0]
    assert late.rescore("", BOTH, np.array([], np.int64)).shape == (0,)
    assert late.best_sentences(nothing, np.array([0]), [[0]]) == [0]
    assert late.best_sentences(BOTH, np.array([0, 1]), [[], [0]]) == [0, 0]
    assert late.best_sentences(BOTH, np.array([], np.int64), []) == []


def test_rarity_falls_with_the_number_of_texts_and_never_to_nothing() -> None:
    found = compute_idf(np.array([0, 1, 5, 10], np.float32), 10)
    assert (np.diff(found) < 0).all()
    assert found[-1] > 0
    assert compute_idf(np.array([0], np.float32), 0) == pytest.approx(np.log(2))


@given(askings(), st.data())
def test_matches_are_those_of_each_piece_in_each_sentence_of_the_passages(
    asking: Asking, data: st.DataObject
) -> None:
    numbers = st.lists(st.integers(0, len(asking.passages) - 1), min_size=1, max_size=6)
    chosen = data.draw(numbers)
    matches = asking.late.match(asking.question, np.array(chosen))
    sentences = [rows for number in chosen for rows in asking.passages[number]]
    assert matches.counts.tolist() == [len(asking.passages[number]) for number in chosen]
    assert matches.firsts.tolist() == [0, *np.cumsum(matches.counts)[:-1].tolist()]
    expected = [
        [min(1.0, max([0.0, *(float(row @ piece) for row in rows)])) for rows in sentences]
        for piece in asking.question.tokens
    ]
    np.testing.assert_allclose(matches.values, expected, atol=1e-5)


@given(st.lists(st.integers(0, len(WEIGHTS) - 1), max_size=6))
def test_weights_of_pieces_keep_their_proportions_and_add_up_to_one(pieces: list[int]) -> None:
    found = Asking([[np.stack([ONE])]], BOTH).late.relative_weights(np.array(pieces, np.int32))
    assert len(found) == len(pieces)
    if pieces:
        assert float(found.sum()) == pytest.approx(1)
        np.testing.assert_allclose(found * WEIGHTS[pieces].sum(), WEIGHTS[pieces], rtol=1e-5)
