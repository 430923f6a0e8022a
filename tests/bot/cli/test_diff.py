"""`concordance diff`: what differs from one edition to another, as rows or as JSON."""

import shutil
from pathlib import Path

from embeddings.readers import blocks, decode
from embeddings.types.document import Block
from tests.support.cli_program import Program
from tests.support.corrected_index import correct
from tests.support.pdf_press import Press
from tests.support.sample_files import pdf

KEYS = "what kind before after was now was_cited now_cited fields context".split()


def test_the_candidate_is_compared_with_the_live_edition(
    program: Program, home: Path, tiny: Path
) -> None:
    correct(program, home, tiny, **{"(p. xii)": "(p. xiii)", "the door green": "that door green"})
    rows = program("diff", "--json").rows
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [(row["what"], row["kind"], row["before"], row["after"]) for row in rows] == [
        ("paragraph", "changed", [4], [4]),
        ("paragraph", "changed", [5], [5]),
        ("citation", "moved", [5], [5]),
    ]
    assert (rows[0]["was"], rows[0]["now"]) == ("the", "that")
    assert rows[0]["context"] == [
        "Nobody remembers who painted",
        "door green, and the harbour paid …",
    ]
    assert (rows[2]["was"], rows[2]["now"], rows[2]["fields"]) == (
        "(p. xii)",
        "(p. xiii)",
        ["page"],
    )


def test_in_a_pipe_rows_are_separated_by_tabs(program: Program, home: Path, tiny: Path) -> None:
    correct(program, home, tiny, **{"(p. xii)": "(p. xiii)"})
    head, *rows = program("diff").out.splitlines()
    assert head.split("\t") == ["what", "how", "paragraph", "words", "cited"]
    assert rows[1].split("\t") == [
        "citation",
        "moved: page",
        "5",
        "… the light when the keeper sleeps?” [(p. xii) → (p. xiii)].",
        "The Lamp, p. xii → The Lamp, p. xiii",
    ]


def test_two_editions_are_compared_in_the_order_that_they_are_named(
    program: Program, home: Path, tiny: Path
) -> None:
    (live,) = (row["name"] for row in program("editions", "--json").rows)
    name = correct(program, home, tiny, **{" (p. xii)": ""})
    lost, gained = (
        [(row["what"], row["kind"]) for row in program("diff", *order, "--json").rows]
        for order in ((live, name), (name, live))
    )
    assert lost == [("paragraph", "changed"), ("citation", "lost")]
    assert gained == [("paragraph", "changed"), ("citation", "gained")]
    assert program("diff", name, "--json").out == program("diff", live, name, "--json").out
    assert program("diff", live[:8], name[:8], "--json").out == program("diff", "--json").out


def test_where_nothing_differs_it_says_so(program: Program) -> None:
    (row,) = program("editions", "--json").rows
    ended = program("diff", row["name"])
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{row['name']} has the words and the pages of {row['name']}\n"
    assert program("diff", row["name"], "--json").out == ""


def test_a_summary_says_how_much_differs_and_whether_it_may_go_live(
    program: Program, home: Path, tiny: Path
) -> None:
    (live,) = (row["name"] for row in program("editions", "--json").rows)
    name = correct(program, home, tiny, **{" (p. xii)": "", "the door green": "that door green"})
    summary, *rows = program("diff", "--summary", "--limit", 2, "--json").rows
    (reason,) = summary.pop("reasons")
    assert summary.pop("questions") == 0
    assert summary == {
        "before": live,
        "after": name,
        "candidate": True,
        "counts": {"paragraph": {"changed": 2}, "citation": {"lost": 1}},
    }
    assert reason.startswith("1 page citation is lost")
    assert [row["kind"] for row in rows] == ["lost", "changed"]
    assert program("diff", "--summary", "--limit", 0).out == (
        f"paragraph: 2 changed\ncitation: 1 lost\nit had better not go live:\n{reason}\n"
    )
    (itself,) = program("diff", live, "--summary", "--json").rows
    assert (itself["candidate"], itself["counts"], itself["reasons"]) == (False, {}, [])
    assert (
        "nothing is lost; no questions are named for the text, so none were asked\n"
        in program("diff", name, live, "--summary").out
    )


def test_a_summary_is_given_also_where_nothing_usable_is_live(
    program: Program, home: Path, tiny: Path
) -> None:
    name = correct(program, home, tiny, **{" (p. xii)": ""})
    index = home / "data" / "index"
    (index / (index / "current").read_text() / "concordance.json").write_bytes(b"{}")
    assert "the index is damaged" in program("diff").refusal
    (summary,) = program("diff", "--summary", "--json").rows
    assert (summary["before"], summary["after"], summary["candidate"]) == (None, name, True)
    assert program("diff", "--summary").out == (
        f"{name}: nothing usable is live to compare it with\n"
    )


def test_what_cannot_be_compared_is_refused(program: Program, home: Path) -> None:
    assert "there is no candidate in data/index; make one with" in program("diff").refusal
    assert (
        "'no-such' is not one edition of the index; it has " in program("diff", "no-such").refusal
    )
    shutil.rmtree(home / "data" / "index")
    assert "there is no index in data/index; run `concordance build`" in program("diff").refusal
    assert "'a' is not one edition of the index; it has none" in program("diff", "a", "b").refusal


def test_the_pages_of_a_pdf_are_named_that_its_plain_text_has_not(
    program: Program, home: Path, tiny: Path
) -> None:
    words = [Block(one) for one in blocks(decode(home / "data" / "harbour.txt"))]
    path = home / "data" / "harbour.pdf"
    path.write_bytes(pdf(words, Press(front=3)))
    assert program("build", path, "--document", "harbour", "--model", tiny).status == 0
    name = correct(program, home, tiny)
    rows = program("diff", "--json").rows
    assert [(row["what"], row["kind"], row["before"], row["after"]) for row in rows] == [
        ("page", "lost", [number], [number]) for number in range(1, len(words) + 1)
    ]
    assert {(row["was_cited"], row["now_cited"]) for row in rows} == {("p. i", None)}
    first = program("diff").out.splitlines()[1]
    assert first.split("\t") == ["page", "lost", "1", "A Lamp for the Harbour", "p. i → "]
    refusal = program("promote").refusal
    assert f"{name} does not go live. 6 paragraphs have lost the pages of the file: ¶ 1 p. i;" in (
        refusal
    )
    assert program("promote", "--force", "--reason", "the PDF is gone").status == 0
