"""What is drawn of many things is spread evenly over them, and parts go through the colours."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.report.charts import HUE_COUNT, Spot, sample_evenly
from embeddings.report.svg import COLOURS, Point


@given(st.integers(0, 10_000), st.integers(2, 300))
def test_few_are_all_drawn_and_many_evenly(count: int, most: int) -> None:
    drawn = sample_evenly(count, most)
    assert len(drawn) == min(count, most)
    assert drawn == sorted({*drawn})
    if count:
        assert (drawn[0], drawn[-1]) == (0, count - 1)
        gaps = {after - before for before, after in itertools.pairwise(drawn)}
        assert not gaps or max(gaps) - min(gaps) <= 1


@pytest.mark.parametrize("parts", [1, 2, 6, 15, 40])
def test_parts_go_through_the_colours_in_order(parts: int) -> None:
    spots = [Spot(at, at, parts, "essay", Point("", "")) for at in range(parts)]
    hues = [spot.hue for spot in spots]
    assert hues == sorted(hues)
    assert {*hues} <= {*COLOURS}
    assert len({*hues}) == min(parts, HUE_COUNT)
