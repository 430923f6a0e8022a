"""`concordance ask`: any question gets an answer, the nearest passages or a hint."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.cli_program import HARBOUR, Program, process

ANSWER = "question outcome answered message understood parts passages edition elapsed_ms"
PASSAGE = (
    "rank score sure document paragraphs start end text highlights voice quotations citations "
    "reference"
)
QUOTATION = "start end lead_in citation"
CITATION = (
    "paragraph printed work pages first_page last_page volume note quotation_starts_in_paragraph"
)

NOTHING_ASKED = {
    "empty": "",
    "white space": " \t\n ",
    "one emoji": "🔥",
    "emoji only": "🔥👩‍👩‍👧‍👦🇩🇪👍🏽 🙃",
    "punctuation only": "?!… — ;;; (“”) *** ___ ~~~ ||||",
    "zero width only": "\u200b\u200d\u2060\ufeff",
    "a greeting": "Hello there!",
    "Markdown round nothing": "**__~~||`` ``||~~__**",
}

UNKNOWN = {
    "10,000 letters": "x" * 10_000,
    "another script": "谁保管灯？",
}

TWO = "Who wrote this? And how does it end?"
"""Two questions in one message, both about the text as a whole."""

HINTED = NOTHING_ASKED | UNKNOWN

ASKED = {
    "plain": "Who kept the lamp?",
    "10,000 characters": "lamp " * 2000,
    "10,000 marks and a word": "?" * 9_990 + " lamp",
    "Markdown": "**Who** kept the `lamp`? > ~~quote~~ ||spoiler|| [a](http://example.org) # b",
    "zero width": "Wh\u200bo ke\u200dpt\u2060 the\ufeff la\u200bmp?",
    "quotes": """Who said "it's 'so'" and “so”?""",
    "for a shell": "Who $HOME `kept` $(the lamp); rm -rf / && \\n \\ | > < & !! *",
    "right to left": "\u202eWho kept the lamp?\u202c",
    "a line break": "Who\nkept\r\nthe lamp?",
    "control characters": "Who\x00 kept\x1b[31m the\x07 lamp?",
    "for Rich": "[bold]Who[/bold] kept [/] the [red lamp?",
}


def keys(words: str) -> set[str]:
    """Return the words of a list as a set."""
    return set(words.split())


def nested(answer: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each object of an answer with the keys that it should have."""
    yield ANSWER, answer
    for part in answer["parts"] or ():
        yield from nested(part)
    for passage in answer["passages"]:
        yield PASSAGE, passage
        for quotation in passage["quotations"]:
            yield QUOTATION, quotation
            if quotation["citation"] is not None:
                yield CITATION, quotation["citation"]
        for citation in passage["citations"]:
            yield CITATION, citation


KINDS = (
    "Who kept the lamp?",
    "What is on page 12?",
    "hello",
    "List the works",
    TWO,
    "Who was Ada?",
)


@pytest.mark.parametrize("question", KINDS)
def test_an_answer_has_exactly_the_keys_of_the_design(program: Program, question: str) -> None:
    (answer,) = program("ask", question, "-k", 50, "--json").rows
    for wanted, found in nested(answer):
        assert set(found) == keys(wanted)


@pytest.mark.parametrize("question", ["Who kept the lamp?", "What is on page 12?"])
def test_every_word_of_an_answer_is_the_texts_own(program: Program, question: str) -> None:
    (answer,) = program("ask", question, "-k", 50, "--json").rows
    text = HARBOUR.strip()
    assert answer["edition"] == hashlib.sha256(text.encode()).hexdigest()
    assert answer["passages"]
    for rank, passage in enumerate(answer["passages"], 1):
        assert passage["rank"] == rank
        assert text[passage["start"] : passage["end"]] == passage["text"]
        for quotation in passage["quotations"]:
            assert text[quotation["start"] : quotation["end"]][0] == "“"
            assert quotation["lead_in"] is None or quotation["lead_in"] in text
        for citation in passage["citations"]:
            assert citation["printed"] in passage["text"]


def test_a_question_about_a_page_is_answered_with_what_cites_it(program: Program) -> None:
    (answer,) = program("ask", "What is on page 41 of Marsh?", "--json").rows
    assert (answer["outcome"], answer["answered"]) == ("page", True)
    (passage,) = answer["passages"]
    assert passage["paragraphs"] == [3]
    assert passage["reference"] == "in Ben Marsh, A Book of Tides, pp. 40–42 · harbour ¶ 3"


def test_a_page_that_is_not_cited_is_answered_with_a_plain_no(program: Program) -> None:
    (answer,) = program("ask", "What is on page 500?", "--json").rows
    assert (answer["outcome"], answer["answered"]) == ("nearest", False)
    assert answer["message"].startswith("No: the text cites nothing from page 500.")


@pytest.mark.parametrize("question", ["Who wrote this?", "List the works", "how long is it"])
def test_a_question_about_the_text_is_answered_with_a_sentence(
    program: Program, question: str
) -> None:
    (answer,) = program("ask", question, "--json").rows
    assert (answer["outcome"], answer["answered"], answer["passages"]) == ("about", True, [])
    plain = program("ask", question)
    assert (plain.status, plain.out, plain.err) == (0, f"{answer['message']}\n", "")


def test_how_the_text_ends_is_shown_under_a_sentence(program: Program) -> None:
    (answer,) = program("ask", "How does it end?", "--json").rows
    assert (answer["outcome"], answer["parts"], answer["understood"]) == ("about", None, None)
    (passage,) = answer["passages"]
    assert HARBOUR.strip().endswith(passage["text"])
    lines = program("ask", "How does it end?").out.splitlines()
    assert lines[:2] == [answer["message"], ""]
    assert lines[2].startswith("1. ")


def test_each_of_two_questions_is_answered_in_a_part(program: Program) -> None:
    (answer,) = program("ask", TWO, "--json").rows
    assert [part["question"] for part in answer["parts"]] == ["Who wrote this?", "how does it end?"]
    assert answer["message"] == " ".join(part["message"] for part in answer["parts"])
    assert answer["passages"] == answer["parts"][1]["passages"]
    assert program("ask", TWO).out.startswith(f"{answer['message']}\n\n1. ")


def test_a_name_that_the_text_never_has_is_answered_with_a_plain_no(program: Program) -> None:
    (answer,) = program("ask", "Who was Parvus?", "--json").rows
    assert (answer["outcome"], answer["answered"], answer["passages"]) == ("nearest", False, [])
    assert answer["message"] == "The text never mentions Parvus."
    assert program("ask", "Who was Parvus?").out == f"{answer['message']}\n"


@pytest.mark.parametrize("question", HINTED.values(), ids=HINTED)
def test_a_question_without_a_word_to_search_for_gets_a_hint(
    program: Program, question: str
) -> None:
    (answer,) = program("ask", "--json", "--", question).rows
    assert (answer["outcome"], answer["answered"], answer["passages"]) == ("hint", False, [])
    assert answer["message"]
    plain = program("ask", "--", question)
    assert (plain.status, plain.out, plain.err) == (0, f"{answer['message']}\n", "")


@pytest.mark.parametrize("name", ASKED)
def test_whatever_is_asked_is_answered_and_given_back_as_asked(program: Program, name: str) -> None:
    (answer,) = program("ask", "--json", "--", ASKED[name]).rows
    assert answer["question"] == ASKED[name]
    assert answer["outcome"] in ("answer", "nearest")
    assert len(answer["passages"]) == 3
    plain = program("ask", "--", ASKED[name])
    assert (plain.status, plain.err) == (0, "")
    assert answer["passages"][0]["reference"] in plain.out


def test_a_question_in_bytes_of_no_encoding_is_answered(program: Program, home: Path) -> None:
    assert program("ask", "--", "Who kept \udcff the lamp?").status == 0
    ended = process(home, "ask", "--json", "--", "Page 12 \udcff?")
    assert ended.rows[0]["outcome"] == "page"


@pytest.mark.parametrize("number", [1, 2, 50])
def test_at_most_as_many_passages_are_shown_as_asked_for(program: Program, number: int) -> None:
    (answer,) = program("ask", "Who kept the lamp?", "-k", number, "--json").rows
    (all_of_them,) = program("ask", "Who kept the lamp?", "-k", 50, "--json").rows
    assert len(all_of_them["passages"]) > 2
    assert answer["passages"] == all_of_them["passages"][:number]


def test_in_a_pipe_quotation_lead_in_voice_and_reference_are_plain_to_see(program: Program) -> None:
    lines = program("ask", "p. xii").out.split("\n")
    words = "“Who keeps the light when the keeper sleeps?” (p. xii)"
    assert f" │ {words}" in [line.removesuffix(".") for line in lines]
    assert any("A visitor asked the crowd:" in line for line in lines)
    assert "   in Ada Marlow, The Lamp, p. xii · harbour ¶ 5" in lines
    assert any(line.startswith("1. ") for line in lines)
