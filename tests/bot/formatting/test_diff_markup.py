"""A difference in pieces, as people are shown it."""

import pytest
from hypothesis import given

from bot.formatting.diff_markup import mark_difference
from embeddings.checking.segments import Segment
from embeddings.checking.word_diff import collate, split_words
from tests.support.made_up_texts import texts


def line(*segments: Segment) -> str:
    """Return a difference as a line without colours."""
    return "".join(one.marked for one in mark_difference(segments))


@pytest.mark.parametrize(
    ("segments", "shown"),
    [
        ([Segment("same", "The ice ", "the ICE ")], "The ice "),
        ([Segment("left out", "not ", ""), Segment("same", "ice", "ice")], "[-not-] ice"),
        ([Segment("same", "ice ", "ice "), Segment("added", "", "not ")], "ice {+not+} "),
        (
            [Segment("changed", "ice. ", "snow "), Segment("same", "it", "it")],
            "[-ice.-] {+snow+} it",
        ),
        ([Segment("changed", "ice", "snow")], "[-ice-] {+snow+}"),
        ([Segment("same", "ice…", "ice "), Segment("added", "", "so")], "ice… {+so+}"),
        ([Segment("added", "", "so"), Segment("same", "ice", "ice")], "{+so+} ice"),
        ([Segment("left out", "ice…", ""), Segment("same", "it", "it")], "[-ice…-]it"),
        ([Segment("same", "ice ", "ice "), Segment("page", "(p. 4) ", "")], "ice (p. 4) "),
        ([Segment("same", "ice ", "ice "), Segment("page", "(p. 4)", "(4)")], "ice (p. 4)"),
        ([Segment("same", "ice", "ice "), Segment("page", "", "(p. 4)")], "ice(p. 4)"),
        ([Segment("other page", "", "(p. 5)")], "{+(p. 5)+}"),
        ([Segment("other page", "(p. 4)", "(p. 5)")], "(p. 4) {+(p. 5)+}"),
    ],
)
def test_what_is_of_one_side_stands_in_brackets(segments: list[Segment], shown: str) -> None:
    assert line(*segments) == shown


@given(texts(), texts())
def test_the_texts_own_words_are_shown_as_they_stand(theirs: str, ours: str) -> None:
    segments = collate(split_words(theirs), split_words(ours), ()).segments
    shown = list(mark_difference(segments))
    text = "".join(one.words for one in shown if one.side in ("both", "text"))
    assert text == "".join(one.text for one in segments)
    added = [one.words for one in shown if one.side == "words"]
    assert added == [one.words for one in segments if one.words and one.kind != "same"]
