"""Whatever words are put into a report, they come out of it as they were, and as words."""

from io import StringIO

from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from matplotlib.figure import Figure

from embeddings.report.figures import make_excerpt
from embeddings.report.html_page import _environment
from embeddings.report.svg import Point, encode_colour, render_svg
from tests.support.examples import examples

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200)

CELL = (
    '{% import "macros.html" as m %}<table><tr>{{ m.text_cell(label, words, lead) }}</tr></table>'
)


@given(WORDS, WORDS, WORDS)
def test_a_cell_holds_its_words_and_no_markup(label: str, words: str, lead: str) -> None:
    made = _environment().from_string(CELL).render(label=label, words=words, lead=lead)
    (cell,) = html.fromstring(made).iter("td")
    assert [one.tag for one in cell.iter()] == ["td", "span", "bdi"]
    assert cell.get("data-label") == label
    assert (cell[0].text, cell[1].text) == (lead, words)


@examples(0.15)
@given(WORDS, WORDS)
def test_a_mark_says_its_words_and_no_more(title: str, label: str) -> None:
    figure = Figure(figsize=(1, 1))
    figure.add_axes((0, 0, 1, 1), frame_on=False, xticks=[], yticks=[]).scatter(
        [1], [1], gid="marks"
    )
    made = html.fromstring(render_svg(figure, "name", label, {"marks": [Point(title, "row-1")]}))
    (link,) = made.iter("a")
    assert made.get("aria-label") == label
    assert (link.get("href"), link.findtext("title")) == ("#row-1", title)
    assert [one.tag for one in link.iter()] == ["a", "title", "use"]


@given(st.text(max_size=400), st.integers(10, 200))
def test_an_excerpt_is_a_beginning_on_one_line(words: str, most: int) -> None:
    short, whole = make_excerpt(words, most), " ".join(words.split())
    assert len(short) <= most
    assert "\n" not in short
    assert whole.startswith(short.removesuffix("…").removesuffix(" "))
    assert (short == whole) == (len(whole) <= most)


def test_words_that_look_like_a_colour_stay_as_they_are() -> None:
    figure = Figure(figsize=(1, 1))
    assert encode_colour("ink") in render_svg(figure, "name", f"not {encode_colour('ink')}", {})


def test_a_picture_has_the_colours_of_the_page_and_ids_of_its_own() -> None:
    figure = Figure(figsize=(1, 1))
    axes = figure.add_subplot()
    axes.scatter([1], [1], color=encode_colour("quotation"))
    made = render_svg(figure, "one", "a picture", {})
    written = StringIO()
    figure.savefig(written, format="svg")
    assert "var(--quotation)" in made
    assert encode_colour("quotation") not in made
    ids = {str(one.attrib["id"]) for one in html.fromstring(made).iter() if "id" in one.attrib}
    assert ids
    assert all(one.startswith("one-") for one in ids)
    assert "<style" in written.getvalue()
    assert "<style" not in made
    assert "http" not in made.replace("http://www.w3.org/", "")
