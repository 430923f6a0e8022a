"""Insights as a picture: what is drawn can be read, on whatever ground it is shown."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageColor

from bot.render.insights_chart import ANSWERED, BACKGROUND, FOREGROUND, REFUSED, Chart, draw_chart
from tests.support.examples import examples

FIRST = date(2026, 5, 1)
NAMES = st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), max_size=90)


def chart(days: dict[date, tuple[int, int]], pages: list[tuple[str, int]]) -> Chart:
    """Return what is to be drawn."""
    return Chart(days, pages, "Questions a day", "answered", "not answered", "Pages quoted most")


def picture(one: Chart) -> Image.Image:
    """Return a picture as a program reads it."""
    read = Image.open(BytesIO(draw_chart(one)))
    read.load()
    return read


def light(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG has it."""
    parts = [one / 255 for one in ImageColor.getrgb(colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(("colour", "least"), [(FOREGROUND, 7.0), (ANSWERED, 3.0), (REFUSED, 3.0)])
def test_what_is_drawn_stands_out_from_its_ground(colour: str, least: float) -> None:
    assert (light(colour) + 0.05) / (light(BACKGROUND) + 0.05) >= least


def test_the_ground_is_its_own_whatever_lies_behind() -> None:
    found = picture(chart({FIRST: (3, 1)}, [("p. 45", 2)])).convert("RGBA")
    assert found.getchannel("A").getextrema() == (255, 255)
    assert found.getpixel((2, 2)) == (*ImageColor.getrgb(BACKGROUND), 255)


def test_bars_are_drawn_for_what_is_answered_and_what_is_not() -> None:
    for parts, seen, unseen in (((5, 0), ANSWERED, None), ((0, 5), REFUSED, ANSWERED)):
        found = picture(chart({FIRST: parts}, [])).convert("RGB")
        colours = {colour for _, colour in found.getcolors(1 << 24) or []}
        assert ImageColor.getrgb(seen) in colours
        if unseen == ANSWERED:  # but for the mark that explains it
            held = {FIRST: (5, 5)}
            both = picture(chart(held, [])).convert("RGB")
            assert count(found, ANSWERED) < count(both, ANSWERED)


def count(image: Image.Image, colour: str) -> int:
    """Return how many points have a colour."""
    colours = image.getcolors(1 << 24) or []
    return sum(number for number, one in colours if one == ImageColor.getrgb(colour))


@examples(0.15)
@given(
    st.dictionaries(
        st.integers(0, 364).map(lambda one: FIRST + timedelta(days=one)),
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)),
        min_size=1,
        max_size=40,
    ),
    st.lists(st.tuples(NAMES, st.integers(1, 10**6)), max_size=10),
)
def test_every_year_and_every_page_can_be_drawn(
    days: dict[date, tuple[int, int]], pages: list[tuple[str, int]]
) -> None:
    assert picture(chart(days, pages)).size[0] == 960


@pytest.mark.parametrize("name", ["$x^2", "$\\frac$ p. 3", "_p. 1", "%s {a}", "雪, p. 3"])
def test_a_page_is_named_as_it_is_written(name: str) -> None:
    assert picture(chart({FIRST: (1, 0)}, [(name, 1)]))
