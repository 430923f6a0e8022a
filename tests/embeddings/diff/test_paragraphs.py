"""Which paragraphs are which: each is in one match, what is the same is known wherever it is."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.diff.paragraphs import ParagraphMatch, match_paragraphs, measure_similarity

WORDS = [f"word{number}" for number in range(40)]
PARAGRAPHS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=12).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, max_size=8)


def distinct(count: int, seed: int = 0) -> list[str]:
    """Return paragraphs that have no word in common."""
    draw = random.Random(seed)  # noqa: S311
    return [
        " ".join(f"w{place}{draw.randrange(10**6)}" for _ in range(12)) for place in range(count)
    ]


@given(TEXTS, TEXTS)
def test_every_paragraph_is_in_one_match(before: list[str], after: list[str]) -> None:
    found = match_paragraphs(before, after)
    assert sorted(at for one in found for at in one.before) == list(range(len(before)))
    assert sorted(at for one in found for at in one.after) == list(range(len(after)))
    assert all(one.before or one.after for one in found)


@given(TEXTS)
def test_a_text_is_itself(text: list[str]) -> None:
    assert match_paragraphs(text, text) == [ParagraphMatch((at,), (at,)) for at in range(len(text))]


@given(TEXTS, TEXTS)
def test_as_much_as_both_say_is_the_same(before: list[str], after: list[str]) -> None:
    found = match_paragraphs(before, after)
    for text in set(before):
        same = sum(any(before[at] == text for at in one.before) for one in found if one.after)
        assert same >= min(before.count(text), after.count(text))


@given(st.permutations(range(9)))
def test_what_stands_elsewhere_is_moved_and_as_little_as_may_be(order: list[int]) -> None:
    before = distinct(9)
    found = match_paragraphs(before, [before[at] for at in order])
    assert {one.before: one.after for one in found} == {(at,): (order.index(at),) for at in order}
    staying = [one.before[0] for one in found if not one.moved]
    assert staying == sorted(staying)
    assert sum(one.moved for one in found) <= 9 - _longest_rising(order)


def _longest_rising(order: list[int]) -> int:
    lengths: list[int] = []
    for at, one in enumerate(order):
        lengths.append(1 + max((lengths[b] for b in range(at) if order[b] < one), default=0))
    return max(lengths)


def test_one_paragraph_that_is_far_away_alone_is_moved() -> None:
    before = distinct(30)
    found = match_paragraphs(before, [*before[:3], *before[4:], before[3]])
    assert [one for one in found if one.moved] == [ParagraphMatch((3,), (29,), moved=True)]


def test_a_changed_paragraph_is_known_wherever_it_is() -> None:
    before = distinct(20)
    words = before[5].split()
    changed = " ".join([*words[:4], "other", *words[5:]])
    found = match_paragraphs(before, [*before[:5], *before[6:], changed])
    assert ParagraphMatch((5,), (19,), moved=True) in found


def test_the_more_alike_of_two_is_the_changed_one() -> None:
    (before,) = distinct(1)
    words = before.split()
    close, far = " ".join([*words[:11], "other"]), " ".join([*words[:7], *"a b c d e".split()])
    assert match_paragraphs([before], [far, close]) == [
        ParagraphMatch((), (0,)),
        ParagraphMatch((0,), (1,)),
    ]


def test_what_is_half_of_other_words_is_another_paragraph() -> None:
    one, other = (text.split() for text in distinct(2))
    assert measure_similarity(" ".join(one), " ".join(other)) == 0
    mixed = " ".join([*one[:5], *other[5:]])
    assert match_paragraphs([" ".join(one)], [mixed]) == [
        ParagraphMatch((), (0,)),
        ParagraphMatch((0,), ()),
    ]


def test_short_paragraphs_are_compared_by_their_letters() -> None:
    assert match_paragraphs(["Prefce"], ["Preface"]) == [ParagraphMatch((0,), (0,))]
    assert match_paragraphs(["Preface"], ["Index"]) == [
        ParagraphMatch((), (0,)),
        ParagraphMatch((0,), ()),
    ]


def test_a_paragraph_in_three_is_divided_and_back_it_is_joined() -> None:
    parts = distinct(3)
    around = distinct(2, seed=1)
    whole, three = [around[0], " ".join(parts), around[1]], [around[0], *parts, around[1]]
    assert ParagraphMatch((1,), (1, 2, 3)) in match_paragraphs(whole, three)
    assert ParagraphMatch((1, 2, 3), (1,)) in match_paragraphs(three, whole)


@pytest.mark.parametrize("longest", range(3))
def test_a_paragraph_is_divided_whichever_of_its_parts_is_the_longest(longest: int) -> None:
    one, two, three = distinct(3, seed=2)
    parts = [" ".join(text.split()[:2]) for text in (one, two, three)]
    parts[longest] = (one, two, three)[longest]
    assert match_paragraphs([" ".join(parts)], parts) == [ParagraphMatch((0,), (0, 1, 2))]
    assert match_paragraphs(parts, [" ".join(parts)]) == [ParagraphMatch((0, 1, 2), (0,))]


def test_of_equal_paragraphs_the_one_between_the_same_others_is_gone() -> None:
    one, two, three = distinct(3)
    found = match_paragraphs([one, "* * *", two, "* * *", three], [one, two, "* * *", three])
    assert ParagraphMatch((1,), ()) in found
    assert not any(one.moved for one in found)


def test_two_texts_that_have_nothing_in_common_are_compared_at_once() -> None:
    before, after = distinct(3000), distinct(3000, seed=1)
    found = match_paragraphs(before, after)
    assert len(found) == 6000
