"""The passages that have most rare words in common with others."""

import pytest

from embeddings.checking.checker import SimilarPassages
from embeddings.checking.text_words import TextWords
from tests.support.small_text import small

SMALL = small()
NEAREST = SimilarPassages(SMALL, TextWords(SMALL), 2)


def test_the_passage_with_most_rare_words_in_common_comes_first() -> None:
    first, *_ = NEAREST("pianos and wardrobes were dear, and so was the bishop’s hat in autumn")
    assert "bishop" in first.passage.text
    assert 0 < first.score < 1


def test_at_most_so_many_are_returned_best_first() -> None:
    found = NEAREST("pianos wardrobes bishop ship autumn spring stairs carry trade asked")
    assert len(found) == 2
    assert found[0].score >= found[1].score


@pytest.mark.parametrize("words", ["", "…", "the of and", "снег шёл", "one bishop", "of the lamp"])
def test_what_has_not_two_rare_words_in_common_is_not_near(words: str) -> None:
    assert NEAREST(words) == ()
