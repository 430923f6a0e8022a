"""What the page says is so: every figure is the one that the functions of the index give."""

from pathlib import Path
from typing import Any

import pytest

from embeddings.concordance.annotations import format_paragraphs
from embeddings.concordance.diagnostics import check_concordance
from embeddings.diff.diff import diff
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.editions.opening import make_answerer
from embeddings.evaluation.comparison import list_failures
from embeddings.evaluation.evaluate import ask_questions, read_questions
from embeddings.evaluation.figures import METRICS, compute_figures
from embeddings.lookup.works import list_cited_works
from tests.support import report_reader
from tests.support.hostile_text import SCRIPT
from tests.support.report_reader import Table

OURS = (
    "html head meta link title style body a header p h1 bdi dl div dt dd code nav main section h2 "
    "h3 small table caption thead tr th tbody td span strong i b ul li ol details summary figure "
    "footer time svg g defs path use text clippath rect pattern"
).split()


@pytest.fixture(scope="module")
def edition(wild_data: Path) -> Edition:
    """Return the live edition of the wild text."""
    return Editions(wild_data / "index").open()


@pytest.fixture(scope="module")
def page(wild_page: Path) -> Any:
    """Return its report, parsed."""
    return report_reader.read(wild_page)


@pytest.fixture(scope="module")
def tables(page: Any) -> dict[str, Table]:
    """Return the tables of the report."""
    return report_reader.tables(page)


def test_nothing_of_the_text_is_markup(page: Any) -> None:
    assert {one.tag for one in page.iter() if isinstance(one.tag, str)} <= {*OURS}
    attributes = {name for one in page.iter() for name in one.attrib}
    assert not [name for name in attributes if name.startswith("on")]


def test_what_the_text_says_is_shown_as_it_is(page: Any, edition: Edition) -> None:
    title = edition.concordance.document.title
    assert SCRIPT.replace("1", "3") in title
    assert [one.text_content() for one in page.iter("h1")] == [title]
    assert page.find("head/title").text == f"{title}: a report on its index"
    (author,) = page.find_class("author")
    assert report_reader.words(author) == "by Eve </title>"


def test_nothing_points_elsewhere(page: Any) -> None:
    found = {one.get(name) for one in page.iter() for name in ("href", "src", "xlink:href")}
    addresses = {one for one in found if one is not None}
    assert {one for one in addresses if not one.startswith("#")} == {"data:,"}
    ids = [one.get("id") for one in page.iter() if one.get("id")]
    assert len(ids) == len({*ids})
    assert {one.removeprefix("#") for one in addresses if one.startswith("#")} <= {*ids}


def test_the_tiles_count_what_the_index_holds(page: Any, edition: Edition) -> None:
    (tiles,) = page.find_class("tiles")
    shown = {report_reader.words(one[0]): report_reader.words(one[1]) for one in tiles}
    counts = {name: str(number) for name, number in edition.info.counts.items()}
    counts["page citations"] = counts["citations"]
    concordance = edition.concordance
    assert shown.pop("works quoted") == str(len(concordance.named_works()))
    assert shown.pop("to look at") == str(len(check_concordance(concordance)))
    assert shown == {name: counts[name] for name in shown}
    assert len(shown) == 4


def test_the_contents_are_the_guides_and_hold_every_quotation(
    tables: dict[str, Table], edition: Edition
) -> None:
    rows = tables["The parts of the text, with what begins in each"]
    assert [row[1] for row in rows] == [
        format_paragraphs(s.paragraphs) for s in edition.guide.sections
    ]
    document = edition.concordance.document
    for row, section in zip(rows, edition.guide.sections, strict=True):
        assert row[2] == (section.about(document) or "–")
        assert row[3] == section.quote_opening(document)
    assert sum(int(row[4]) for row in rows) == len(edition.concordance.quotations)
    assert sum(int(row[5]) for row in rows) == len(edition.concordance.citations)


def test_every_citation_and_every_quotation_has_its_row(
    tables: dict[str, Table], edition: Edition
) -> None:
    concordance = edition.concordance
    assert [row[:3] for row in tables["Citations"]] == [
        [str(one.paragraph), one.printed, one.work or "–"] for one in concordance.citations
    ]
    without = [one for one in concordance.quotations if not one.citations]
    assert len(tables["Quotations without a page"]) == len(without) > 0
    assert [row[:3] for row in tables["The works that are quoted"]] == [
        [
            " ".join(f"{one.reference}{' not in the manifest' * (not one.known)}".split()),
            str(one.quotations),
            str(one.citations),
        ]
        for one in list_cited_works(concordance)
    ]


def test_every_citation_is_a_mark_of_each_picture(page: Any, edition: Edition) -> None:
    for size in ("wide", "narrow"):
        links = [one.get("href") for div in page.find_class(size) for one in div.iter("a")]
        wanted = [f"#citation-{n + 1}" for n in range(len(edition.concordance.citations))]
        assert sorted(one for one in links if one.startswith("#citation")) == wanted
        passages = [one for one in links if one.startswith("#passage")]
        assert len(passages) == len(edition.concordance.passages)


def test_lengths_are_those_of_the_passages(tables: dict[str, Table], edition: Edition) -> None:
    *voices, every = tables["Passages by whose words they are, in characters"]
    sizes = sorted(len(one.text) for one in edition.concordance.passages)
    assert every[1] == str(len(sizes))
    assert [every[at].split(" ")[0] for at in (2, 4)] == [f"{sizes[0]:,}", f"{sizes[-1]:,}"]
    assert sum(int(row[1]) for row in voices) == len(sizes)


def test_what_to_look_at_is_what_check_knows(tables: dict[str, Table], edition: Edition) -> None:
    doubts = check_concordance(edition.concordance)
    assert any(one.doubt for one in edition.concordance.citations)
    rows = tables["Doubtful citations, and what is unusual"]
    assert [(row[1], row[3]) for row in rows] == [(one.kind, one.advice) for one in doubts]


def test_the_figures_are_those_of_the_evaluation(
    page: Any, tables: dict[str, Table], edition: Edition, wild_data: Path
) -> None:
    questions = read_questions(wild_data / "asked.jsonl")
    asked = ask_questions(questions, make_answerer(edition, wild_data / "index" / "models"))
    rows = tables["Figures by kind of question"]
    for row, one in zip(rows, compute_figures(asked), strict=True):
        assert row[:2] == [" ".join(one.kind.split()), str(one.questions)]
        for cell, measure in zip(row[2:], METRICS, strict=True):
            share = getattr(one, measure.name)
            number = share and f"{share.value:.3f} {share.low:.3f} to {share.high:.3f}"
            assert cell == (number or "–")
    assert "The questions that follow on others, asked alone" in tables
    (worst,) = page.find_class("worst")
    problems = sorted(report_reader.words(one) for one in worst.find_class("problem"))
    assert problems == sorted(", ".join(one.problems) for one in list_failures(asked))


def test_the_worst_are_shown_with_what_was_shown_instead(page: Any, edition: Edition) -> None:
    (worst,) = page.find_class("worst")
    (first,) = [one for one in worst if "</h1>" in one.text_content()]
    assert "no right passage among those found" in report_reader.words(first)
    right, shown = (report_reader.words(one) for one in first.iter("dd"))
    fourth = edition.concordance.document.paragraphs[3]
    words = edition.concordance.document.text[fourth.start : fourth.end]
    assert right == f"¶ 4 {' '.join(words.split())}"
    assert shown.startswith("¶ 2 The first keeper wrote: “The lamp <i>is</i> lit")


def test_two_editions_stand_side_by_side(
    tables: dict[str, Table], edition: Edition, wild_data: Path
) -> None:
    editions = Editions(wild_data / "index")
    candidate = Edition.read(editions.directory / History(editions).find_candidate())
    rows = {row[0]: row[1:] for row in tables["The earlier and the later edition"]}
    assert rows["edition"] == [edition.path.name, candidate.path.name]
    for name, number in edition.info.counts.items():
        assert rows[name] == [f"{number:,}", f"{candidate.info.counts[name]:,}"]
    edits = diff(edition.concordance, candidate.concordance).edits
    shown = tables["What differs from the earlier to the later"]
    assert [row[0] for row in shown] == [one.what for one in edits]
    lost = [row for row in shown if row[:2] == ["citation", "lost"]]
    assert [row[2:] for row in lost] == [
        [f"¶ 6 · {next(e.was_cited for e in edits if e.kind == 'lost')} (p. xii)", "–"]
    ]
