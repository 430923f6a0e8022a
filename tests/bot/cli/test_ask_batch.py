"""`concordance ask --batch`: a line in, a line out, in order; a bad line before any answer."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_program import Program, process

INPUTS: list[dict[str, Any]] = [
    {"question": "What is on page 12?", "id": 7, "more": {"of": ["this", None, 1.5], "é": "“ß”"}},
    {"question": "hello", "outcome": "mine", "input": "mine too", "passages": 3},
    {"question": "", "z": 1, "a": 2},
    {"question": 'Who kept the lamp? \u2028 \u0085 \t \\ " 🔥'},
    {"question": "What is on page 12?"},
]

MALFORMED = {
    "no JSON": "Who kept the lamp?",
    "JSON cut off": '{"question": "p. 12"',
    "two objects": '{"question": "p. 12"} {"question": "p. 12"}',
    "JSON of Python": "{'question': 'p. 12'}",
    "a number that JSON lacks": '{"question": "p. 12", "score": NaN}',
    "a list": '["p. 12"]',
    "a string": '"p. 12"',
    "null": "null",
    "no question": '{"questoin": "p. 12"}',
    "question that is null": '{"question": null}',
    "question that is a number": '{"question": 12}',
    "question that is a list": '{"question": ["p. 12"]}',
    "brackets without end": "[" * 100_000,
    "digits without end": '{"question": "p. 12", "id": ' + "1" * 5000 + "}",
}


def lines(inputs: list[dict[str, Any]], end: str = "\n") -> str:
    """Return objects, one a line."""
    return "".join(json.dumps(one, ensure_ascii=False) + end for one in inputs)


@pytest.mark.parametrize("where", ["file", "standard input"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", " \n \n"])
def test_answers_come_in_order_each_with_its_input_whole(
    program: Program, home: Path, where: str, end: str
) -> None:
    source = lines(INPUTS, end)
    (home / "batch.jsonl").write_bytes(source.encode())
    name, stdin = ("-", source) if where == "standard input" else ("batch.jsonl", "")
    ended = program("ask", "--batch", name, "--json", stdin=stdin)
    assert [row["input"] for row in ended.rows] == INPUTS
    assert [list(row["input"]) for row in ended.rows] == [list(one) for one in INPUTS]
    assert [row["question"] for row in ended.rows] == [one["question"] for one in INPUTS]
    assert [row["outcome"] for row in ended.rows][:3] == ["page", "hint", "hint"]
    assert ended.err == ""


def test_a_batch_answers_as_one_question_alone_does(program: Program, home: Path) -> None:
    (home / "batch.jsonl").write_text(lines(INPUTS[:1]), "utf-8")
    (one,) = program("ask", "--batch", "batch.jsonl", "-k", 1).rows
    (alone,) = program("ask", "What is on page 12?", "-k", 1, "--json").rows
    assert set(one) == {*alone, "input"}
    assert {**one, "elapsed_ms": 0, "input": 0} == {**alone, "elapsed_ms": 0, "input": 0}
    assert len(one["passages"]) == 1


@pytest.mark.parametrize("where", ["file", "standard input"])
@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_line_is_named_before_anything_is_answered(
    program: Program, home: Path, name: str, where: str
) -> None:
    source = f'{{"question": "p. 12"}}\n\n{MALFORMED[name]}\n{{"question": "p. 12"}}\n'
    (home / "batch.jsonl").write_text(source, "utf-8")
    if where == "file":
        refusal = program("ask", "--batch", "batch.jsonl").refusal
        assert "batch.jsonl, line 3: " in refusal
    else:
        assert "standard input, line 3: " in program("ask", "--batch", "-", stdin=source).refusal


@pytest.mark.parametrize(
    ("data", "words"), [(None, "cannot be read"), (b"", "is empty"), (b"\0\1\2", "is not a text")]
)
def test_a_batch_that_is_no_text_is_refused(
    program: Program, home: Path, data: bytes | None, words: str
) -> None:
    if data is not None:
        (home / "batch.jsonl").write_bytes(data)
    assert words in program("ask", "--batch", "batch.jsonl").refusal


def test_a_batch_is_read_before_the_index_is_opened(program: Program, home: Path) -> None:
    (home / "batch.jsonl").write_text("{}\n", "utf-8")
    refusal = program("ask", "--batch", "batch.jsonl", "--index", "none").refusal
    assert "batch.jsonl, line 1: " in refusal


def test_half_of_a_surrogate_pair_is_answered_and_given_back(home: Path) -> None:
    ended = process(home, "ask", "--batch", "-", stdin=b'{"question": "p. 12", "x": "\\ud83d"}\n')
    (row,) = ended.rows
    assert row["outcome"] == "page"
    assert row["input"] == {"question": "p. 12", "x": "\ud83d"}


def test_a_byte_order_mark_is_passed_over_in_a_file_and_on_standard_input(home: Path) -> None:
    data = '\ufeff{"question": "What is on page 12?"}\n'.encode()
    (home / "batch.jsonl").write_bytes(data)
    assert process(home, "ask", "--batch", "batch.jsonl").rows[0]["outcome"] == "page"
    assert process(home, "ask", "--batch", "-", stdin=data).rows[0]["outcome"] == "page"


def test_standard_input_that_is_no_utf_8_is_refused_or_read_but_no_defect(home: Path) -> None:
    ended = process(home, "ask", "--batch", "-", stdin=b'{"question": "p. 12 \xff"}\n')
    assert "Traceback" not in ended.err
    assert ended.status in (0, 2)
