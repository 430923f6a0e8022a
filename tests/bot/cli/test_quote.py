"""`concordance quote`: a quotation at random, from where it was asked for."""

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.support.cli_program import HARBOUR, Program
from tests.support.simulated_bot import command


def test_a_quotation_is_given_with_its_page(program: Program) -> None:
    [row] = program("quote", "--json").rows
    [passage] = row["passages"]
    assert (row["outcome"], row["answered"]) == ("source", True)
    assert passage["text"] in HARBOUR
    assert passage["voice"] == "quotation"
    assert passage["citations"]


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["--work", "tides"], "“No ship may pass unseen while I am here” (Marsh, pp. 40-42)."),
        (["--work", "Ben Marsh"], "“No ship may pass unseen while I am here” (Marsh, pp. 40-42)."),
        (["--page", "41"], "“No ship may pass unseen while I am here” (Marsh, pp. 40-42)."),
        (["--page", "p. xii"], "“Who keeps the light when the keeper sleeps?” (p. xii)."),
    ],
)
def test_it_is_from_the_work_and_the_page_that_were_asked_for(
    program: Program, arguments: list[str], printed: str
) -> None:
    ended = program("quote", *arguments)
    assert (ended.status, ended.err) == (0, "")
    assert f" │ {printed}\n" in ended.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--page", "13"], "No: the text cites nothing from p. 13. The nearest page that it cites"),
        (["--work", "lamp", "--page", "41"], "No: the text cites nothing from p. 41 of The Lamp."),
    ],
)
def test_where_there_is_none_a_sentence_says_so(
    program: Program, arguments: list[str], sentence: str
) -> None:
    plain, as_json = program("quote", *arguments), program("quote", *arguments, "--json")
    assert plain.status == 0
    assert plain.out.startswith(sentence)
    [row] = as_json.rows
    assert (row["outcome"], row["answered"], row["passages"]) == ("nearest", False, [])
    assert row["message"].startswith(sentence)


def test_a_theme_is_searched_for(sample_index: Path) -> None:
    asked = ("quote", "--index", str(sample_index), "--json", "--theme")
    [row] = command(*asked, "the famine on the Volga").rows
    sample = (ROOT / "data" / "sample" / "essay.txt").read_text("utf-8")
    [about] = [one for one in sample.split("\n\n") if "famine" in one]
    assert row["passages"][0]["text"] in about
    [row] = command(*asked, "photosynthesis in the leaves of plants").rows
    assert row["message"].startswith("No: the text quotes nothing on “photosynthesis")
