"""`concordance editions`: what there is, which is live, since when and why."""

import shutil
from datetime import datetime
from pathlib import Path

from tests.support.cli_program import Program
from tests.support.corrected_index import correct

KEYS = "document name edition state built live_since by who reason bytes".split()


def test_editions_are_listed_with_what_made_them_live(
    program: Program, home: Path, tiny: Path
) -> None:
    first = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert program("promote").status == 0
    second = correct(program, home, tiny, **{" (p. xiii)": ""})
    rows = program("editions", "--json").rows
    assert [list(row) for row in rows] == [KEYS] * 3
    assert [(row["name"], row["state"], row["by"]) for row in rows[:2]] == [
        (second, "candidate", None),
        (first, "live", "promoted"),
    ]
    assert (rows[2]["state"], rows[2]["by"]) == ("earlier", "built")
    assert program("promote", "--force", "--reason", "a misprint").status == 0
    newest, *others = program("editions", "--json").rows
    assert (newest["name"], newest["state"]) == (second, "live")
    assert (newest["by"], newest["reason"]) == ("forced", "a misprint")
    assert datetime.fromisoformat(newest["built"]) < datetime.fromisoformat(newest["live_since"])
    assert newest["bytes"] == sum(
        path.stat().st_size for path in (home / "data" / "index" / second).iterdir()
    )
    assert {row["state"] for row in others} == {"earlier"}


def test_in_a_pipe_rows_are_separated_by_tabs(program: Program) -> None:
    head, row = program("editions").out.splitlines()
    columns = "document,edition,state,built,live since,by,who,reason,size"
    assert head.split("\t") == columns.split(",")
    document, name, state, built, since, by, who, reason, size = row.split("\t")
    assert (document, state, by, who, reason) == ("harbour", "live", "built", "", "")
    assert built.endswith(" UTC")
    assert since.endswith(" UTC")
    assert size.endswith(" kB")
    assert name in program("editions", "--json").out


def test_without_an_index_there_are_none(program: Program, home: Path) -> None:
    shutil.rmtree(home / "data" / "index")
    assert "there is no index in data/index" in program("editions").refusal
