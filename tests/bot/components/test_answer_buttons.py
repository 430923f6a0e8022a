"""A button's state is read as it was written, and nothing else is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.answer_buttons import EDITION_LENGTH, AnswerAction, AnswerButtonId, read
from bot.components.custom_id import MAX_CUSTOM_ID_LENGTH
from bot.errors import UnknownButtonError
from embeddings.types import Span

EDITIONS = st.text("0123456789abcdef", min_size=64, max_size=64)
PLACES = st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)).map(sorted)


@st.composite
def presses(draw: st.DrawFn) -> AnswerButtonId:
    """Draw what a button may mean; the number may be a member's, of 64 bits."""
    start, end = draw(PLACES)
    action, edition = draw(st.sampled_from(AnswerAction)), draw(EDITIONS)
    return AnswerButtonId(action, edition, Span(start, end), draw(st.integers(0, 2**64 - 1)))


@given(presses())
def test_a_state_is_read_as_it_was_written_and_fits_a_custom_id(pressed: AnswerButtonId) -> None:
    assert len(pressed.custom_id) <= MAX_CUSTOM_ID_LENGTH
    found = read(pressed.custom_id)
    assert (found.action, found.span, found.number) == (
        pressed.action,
        pressed.span,
        pressed.number,
    )
    assert found.is_of(pressed.edition)
    assert found.custom_id == pressed.custom_id


@given(presses(), EDITIONS)
def test_a_state_is_of_no_other_edition(pressed: AnswerButtonId, other: str) -> None:
    same = other[:EDITION_LENGTH] == pressed.edition[:EDITION_LENGTH]
    assert read(pressed.custom_id).is_of(other) is same


@given(presses(), st.integers(0, 99), st.text(max_size=3))
def test_a_state_that_was_cut_or_forged_is_refused_or_is_another_state(
    pressed: AnswerButtonId, at: int, instead: str
) -> None:
    written = pressed.custom_id
    forged = written[:at] + instead + written[at + len(instead) :]
    try:
        assert read(forged).span.start <= read(forged).span.end
    except UnknownButtonError:
        assert forged != written


@pytest.mark.parametrize(
    "custom_id",
    [
        "",
        "0.more.aaaaaaaaaaaa.1.2.3",
        "1.steal.aaaaaaaaaaaa.1.2.3",
        "answers:more:aaaaaaaaaaaa:1:2:3",
        "answer:steal:aaaaaaaaaaaa:1:2:3",
        "answer:more:aaaaaaaaaaa:1:2:3",
        "answer:more:aaaaaaaaaaaa:2:1:3",
        "answer:more:aaaaaaaaaaaa:1:2",
        "answer:more:aaaaaaaaaaaa:1:2:3\n",
        "answer:more:aaaaaaaaaaaa:1:2:٣",
        "x" * 100,
    ],
)
def test_what_this_version_never_made_is_refused(custom_id: str) -> None:
    with pytest.raises(UnknownButtonError, match="another version of me"):
        read(custom_id)
