"""`concordance works`: what the text quotes, how often, and which pages."""

from tests.support.cli_program import Program


def test_works_are_given_one_a_line_the_default_first(program: Program) -> None:
    ended = program("works", "--json")
    assert ended.rows == [
        {
            "key": "lamp",
            "reference": "Ada Marlow, The Lamp",
            "known": True,
            "citations": 3,
            "quotations": 3,
            "pages": [{"label": "p. xii", "times": 1}, {"label": "p. 12", "times": 2}],
        },
        {
            "key": "tides",
            "reference": "Ben Marsh, A Book of Tides",
            "known": True,
            "citations": 1,
            "quotations": 1,
            "pages": [{"label": "pp. 40–42", "times": 1}],
        },
    ]


def test_in_a_pipe_works_are_separated_by_tabs(program: Program) -> None:
    rows = [line.split("\t") for line in program("works").out.splitlines()]
    assert rows == [
        ["work", "key", "citations", "quotations", "pages"],
        ["Ada Marlow, The Lamp", "lamp", "3", "3", "pp. xii, 12"],
        ["Ben Marsh, A Book of Tides", "tides", "1", "1", "pp. 40–42"],
    ]
