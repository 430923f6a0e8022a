"""The gutter between columns is where most gaps lie, and is found without comparing all of them."""

from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers.pdf.columns import Gutter, _commonest_stripe

gaps = st.lists(
    st.tuples(st.integers(0, 9), st.integers(1, 5)).map(lambda gap: (gap[0], gap[0] + gap[1]))
)


@given(gaps)
def test_the_commonest_stripe_lies_in_the_most_gaps(made: list[Gutter]) -> None:
    stripe = _commonest_stripe(made)
    if not made:
        assert stripe is None
        return
    assert stripe is not None
    middle = sum(stripe) / 2
    around = [sum(gap[0] < at / 2 < gap[1] for gap in made) for at in range(1, 30)]
    assert sum(gap[0] < middle < gap[1] for gap in made) == max(around)


def test_a_row_of_very_many_words_has_a_gutter_soon() -> None:
    stripe = _commonest_stripe([(2.0 * at, 2.0 * at + 1) for at in range(200_000)])
    assert stripe == (0.0, 1.0)
