"""How sure an answer must be at each level, and questions that show it."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, cast, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.open_texts import OpenText
from bot.answers.strictness import (
    MAX_ASKED,
    MAX_EXAMPLES,
    ODDS,
    compute_bar,
    parse_strictness,
    pick_examples,
)
from bot.servers.settings import Strictness
from embeddings.answering.answerer import Answerer
from embeddings.index.piece_weights import UNRELATED_QUESTIONS as FILE

OTHERS = FILE.read_text("utf-8").splitlines()


def test_at_an_even_bar_lenient_is_one_in_ten_and_strict_nine_in_ten() -> None:
    assert [round(compute_bar(one, 0.5), 6) for one in ODDS] == [0.1, 0.5, 0.9]


@given(st.floats(0, 1))
def test_stricter_is_never_less_and_balanced_is_the_index_s_own(bar: float) -> None:
    bars = [compute_bar(one, bar) for one in ODDS]
    assert all(low <= high for low, high in pairwise(bars))
    assert all(0 <= one <= 1 for one in bars)
    assert compute_bar("balanced", bar) == pytest.approx(bar)


def test_a_level_is_known_by_its_name() -> None:
    assert tuple(map(parse_strictness, ODDS)) == get_args(Strictness)
    with pytest.raises(ValueError, match="take one of lenient, balanced, strict"):
        parse_strictness("very")


def test_the_examples_of_a_level_pass_it_and_no_stricter_one(answerer: Answerer) -> None:
    own = [f"What does the text say about {one}?" for one in ("tea", "ice", "Zinoviev")]
    own += ["Who saved Chernov from the crowd?", "Who was Trotsky?"]
    found = pick_examples(answerer, own, OTHERS)
    assert list(found) == list(ODDS)
    levels = list(found)
    for one, questions in found.items():
        stricter = levels[levels.index(one) + 1 :]
        assert len(questions) <= MAX_EXAMPLES
        for question in questions:
            assert answerer.answer(question, bar=compute_bar(one, answerer.bar)).answered
            for other in stricter:
                assert not answerer.answer(question, bar=compute_bar(other, answerer.bar)).answered
    assert found["strict"]
    assert found["lenient"]


class Counted:
    """An answerer that counts what it is asked."""

    def __init__(self, answerer: Answerer) -> None:
        self.asked: list[str] = []
        self._answerer = answerer

    def __getattr__(self, name: str) -> Any:
        """Return what the answerer has."""
        return getattr(self._answerer, name)

    def answer(self, question: str, *rest: Any, **more: Any) -> Any:
        """Count a question and answer it."""
        self.asked.append(question)
        return self._answerer.answer(question, *rest, **more)


@pytest.mark.parametrize("own", [[], OTHERS[:7], OTHERS[:300]], ids=["none", "few", "many"])
def test_a_few_dozen_are_asked_and_only_once(answerer: Answerer, own: Iterable[str]) -> None:
    counted = Counted(answerer)
    book = OpenText(cast("Answerer", counted), unrelated_questions=OTHERS[300:])
    book.guide = type(book.guide)((), tuple(own))
    examples = book.examples_by_strictness
    assert book.examples_by_strictness is examples
    assert 0 < len(counted.asked) <= MAX_ASKED
    assert len(set(counted.asked)) == len(counted.asked)
