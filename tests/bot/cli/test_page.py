"""`concordance page`: all that cites a page, and a plain sentence where nothing does."""

import pytest

from tests.support.cli_program import Program


@pytest.mark.parametrize(
    ("arguments", "paragraphs"),
    [
        pytest.param(["12"], [[1, 2], [6]], id="a page"),
        pytest.param(["p. 12"], [[1, 2], [6]], id="with p."),
        pytest.param(["pp. 12-14"], [[1, 2], [6]], id="a range"),
        pytest.param(["12–41"], [[1, 2], [6], [3]], id="a range over two works: the default first"),
        pytest.param(["41"], [[3]], id="inside a range"),
        pytest.param(["42"], [[3]], id="the end of a range"),
        pytest.param(["xii"], [[5]], id="a roman page"),
        pytest.param(["XII"], [[5]], id="a roman page in capitals"),
        pytest.param(["41", "--work", "Marsh"], [[3]], id="a work by its author"),
        pytest.param(["41", "--work", "a book of tides"], [[3]], id="a work by its title"),
    ],
)
def test_every_passage_that_cites_a_page_is_given_one_a_line(
    program: Program, arguments: list[str], paragraphs: list[list[int]]
) -> None:
    ended = program("page", *arguments, "--json")
    assert [row["paragraphs"] for row in ended.rows] == paragraphs
    assert [row["rank"] for row in ended.rows] == list(range(1, len(paragraphs) + 1))
    assert all(row["citations"] for row in ended.rows)
    assert ended.err == ""


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["13"], "No: the text cites nothing from p. 13. The nearest page that it cites is p. 12"),
        (["43"], "No: the text cites nothing from p. 43."),
        (["12", "--work", "Marsh"], "No: the text cites nothing from p. 12 of A Book of Tides."),
        (["1234567890123456789"], "No: the text cites nothing from p. 1234567890123456789."),
    ],
)
def test_a_page_that_is_not_cited_gets_a_sentence_and_no_passage(
    program: Program, arguments: list[str], sentence: str
) -> None:
    (answer,) = program("page", *arguments, "--json").rows
    assert (answer["outcome"], answer["answered"]) == ("nearest", False)
    assert answer["message"].startswith(sentence)
    plain = program("page", *arguments)
    assert (plain.status, plain.out, plain.err) == (0, f"{answer['message']}\n", "")


def test_the_words_and_their_reference_are_printed(program: Program) -> None:
    ended = program("page", "41")
    assert (ended.status, ended.err) == (0, "")
    assert "“No ship may pass unseen while I am here” (Marsh, pp. 40-42)" in ended.out
    assert "in Ben Marsh, A Book of Tides, pp. 40–42 · harbour ¶ 3\n" in ended.out


@pytest.mark.parametrize("page", ["12", "41", "xii"])
def test_no_full_stop_is_left_to_begin_a_line(program: Program, page: str) -> None:
    lines = program("page", page).out.splitlines()
    assert not [line for line in lines if line.strip().startswith(".")]
