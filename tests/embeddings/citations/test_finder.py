"""Every form of citation is read, every non-citation left alone."""

import csv
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import json_output
from embeddings.citations import KnownWorks, find_references
from embeddings.concordance.concordance import Concordance, Text
from embeddings.manifest.manifest import Manifest
from embeddings.readers import blocks
from embeddings.types import Citation, Document, Name, Work
from tests.conftest import shared

_TABLE = json.loads((Path(__file__).parent / "cases.json").read_text("utf-8"))
PROPHET = Work("prophet", "The Prophet", (Name("Deutscher", "Isaac"),))
PEASANTS = Work("peasants", "The Peasant War in Germany", (Name("Engels", "Friedrich"),))
LOST = Work("lost", "How the Revolution Was Lost", (Name("Harman", "Chris"),))
WORKS = (PROPHET, PEASANTS, LOST)


def concordance(
    text: str, works: tuple[Work, ...] = (), default: Work | None = None
) -> Concordance:
    """Read a small text."""
    return Concordance.of(Document.of("text", "A text", blocks(text)), KnownWorks(works, default))


def _work(table: dict[str, Any]) -> Work:
    authors = tuple(Name(name["family"], name.get("given", "")) for name in table["author"])
    aliases = tuple(table["aliases"])
    return Work(table["key"], table["title"], authors, None, table.get("issued"), aliases)


def _row(one: Citation) -> list[object]:
    row = json_output.format_citation(one)
    names = ("paragraph", "printed", "work", "pages", "volume", "note")
    return [row[name] for name in names] + [row["quotation_starts_in_paragraph"]]


@pytest.mark.parametrize("case", _TABLE["cases"], ids=lambda case: case["id"])
def test_a_text_has_just_these_citations(case: dict[str, Any]) -> None:
    known = {table["key"]: _work(table) for table in _TABLE["works"]}
    works = tuple(known[key] for key in case["works"])
    default = known[case["default"]] if case["default"] else None
    found = concordance(case["text"], works, default).citations
    assert [_row(one) for one in found] == case["rows"]


def test_the_table_holds_both_citations_and_what_is_none() -> None:
    without = [case for case in _TABLE["cases"] if not case["rows"]]
    assert len(without) > 90
    assert len(_TABLE["cases"]) - len(without) > 300


def test_the_essay_has_the_63_citations_of_the_table_made_by_hand(
    essay_concordance: Concordance,
) -> None:
    with shared("essay/citations.tsv").open(encoding="utf-8", newline="") as file:
        wanted = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    rows = [json_output.format_citation(one) for one in essay_concordance.citations]
    found = [{name: str(row[name] or "") for name in wanted[0]} for row in rows]
    assert found == wanted
    assert len(found) == 63


def test_the_paragraphs_of_squad_have_none() -> None:
    paragraphs = json.loads(shared("eval/squad.json").read_text("utf-8"))["paragraphs"]
    texts = [one if isinstance(one, str) else one["text"] for one in paragraphs]
    assert any("(" in text for text in texts)
    assert concordance("\n\n".join(texts), WORKS, PROPHET).citations == ()
    assert [text for text in texts if concordance(text).citations] == []


def test_a_rule_gives_a_citation_another_work(essay_concordance: Concordance) -> None:
    (citation,) = [one for one in essay_concordance.citations if one.paragraph == 37]
    assert (citation.key, citation.assumed, citation.doubt) == ("1905", False, None)


def test_a_rule_counts_for_the_ibid_behind_it(tmp_path: Path) -> None:
    library = """format = 1
[works.prophet]
title = "The Prophet"
[works.lost]
title = "Lost"
[documents.text]
title = "A text"
default-work = "prophet"
[[documents.text.citations]]
at = "it froze (7)"
work = "lost"
[[documents.text.citations]]
at = "the Queen (17)"
ignore = true
"""
    path = tmp_path / "text.txt"
    path.write_text(
        "He said “it froze” (7). They said “the Queen” (17). “Ice” (ibid., 9).", "utf-8"
    )
    text = Text.read(path, Manifest(tmp_path / "library.toml", library), "text")
    assert [(one.printed, one.work) for one in text.concordance().citations] == [
        ("(7)", "Lost"),
        ("(ibid., 9)", "Lost"),
    ]


def test_several_doubts_are_all_named() -> None:
    (citation,) = concordance("It froze (Marx, Capital, pp. 596-12).", WORKS, PROPHET).citations
    assert citation.doubt == (
        "a number in it cannot be completed from the one before; the manifest knows no such work"
    )


def test_a_shortened_number_that_cannot_be_completed_is_kept_and_doubted() -> None:
    (citation,) = concordance("He said “words of four letters” (280, 95).").citations
    assert citation.pages == ((280, 280), (95, 95))
    assert citation.doubt == "a number in it cannot be completed from the one before"


def test_an_unknown_work_is_kept_as_printed_and_doubted() -> None:
    (citation,) = concordance("It froze (Cliff, Lenin, p. 12).", WORKS, PROPHET).citations
    assert (citation.key, citation.work) == (None, "Cliff, Lenin")
    assert citation.doubt == "the manifest knows no such work"


def test_a_bare_page_whose_lead_in_names_another_work_is_doubted() -> None:
    text = "In The Peasant War in Germany we read: “the worst that can befall” (p. 135)."
    (citation,) = concordance(text, WORKS, PROPHET).citations
    assert (citation.work, citation.assumed) == ("The Prophet", True)
    assert citation.doubt == "its lead-in names Friedrich Engels, The Peasant War in Germany"


def test_a_bare_page_with_a_lead_in_that_names_no_work_is_not_doubted() -> None:
    (citation,) = concordance("He wrote: “snow and ice” (p. 135).", WORKS, PROPHET).citations
    assert citation.doubt is None


@given(
    first=st.integers(1, 1400),
    step=st.integers(0, 9),
    form=st.sampled_from(["{a}", "{a}-{b}", "{a}–{b}", "{a}, {b}", "p. {a}", "pp. {a}–{b}"]),
    inside=st.booleans(),
)
def test_what_is_printed_is_read_back(first: int, step: int, form: str, inside: bool) -> None:
    last = first + step if "{b}" in form else first
    printed = f"({form.format(a=first, b=last)})"
    text = f"He said: “it snowed on {printed}…”" if inside else f"He said: “it snowed” {printed}."
    (citation,) = concordance(text).citations
    assert (citation.printed, citation.first_page, citation.last_page) == (printed, first, last)
    assert text[citation.start : citation.end] == printed
    assert citation.quotation_paragraph == 1


@given(st.text(alphabet="ab1290 .,;:()[]“”‘’\"'-–pvxin\n", max_size=300))
def test_no_text_breaks_the_search_and_every_citation_stands_where_it_says(text: str) -> None:
    document = Document.of("text", "A text", list(blocks(text)) or ["x"])
    found = find_references(document, KnownWorks(WORKS, PROPHET)).citations
    for one in found:
        assert document.text[one.start : one.end] == one.printed
    ends = [(one.start, one.end) for one in found]
    assert ends == sorted(ends)
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
