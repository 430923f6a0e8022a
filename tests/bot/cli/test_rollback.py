"""`concordance rollback`: the edition before answers again."""

from pathlib import Path

from tests.support.cli_program import Program
from tests.support.corrected_index import correct


def test_the_edition_before_answers_again(program: Program, home: Path, tiny: Path) -> None:
    (first,) = (row["name"] for row in program("editions", "--json").rows)
    second = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert program("promote").status == 0
    ended = program("rollback")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == f"{first} is live in the place of {second}, rolled back\n"
    assert len(program("page", "xii", "--json").rows) == 1
    (row,) = program("rollback", second, "--json").rows
    assert (row["name"], row["by"], row["before"]) == (second, "rolled back", first)
    assert len(program("page", "xiii", "--json").rows) == 1


def test_where_there_is_nothing_to_go_back_to_it_is_refused(
    program: Program, home: Path, tiny: Path
) -> None:
    assert "no other edition was live before this one" in program("rollback").refusal
    name = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert f"{name} was never live in data/index" in program("rollback", name).refusal
    assert "'no-such' is not one edition" in program("rollback", "no-such").refusal
    (live,) = (row["name"] for row in program("editions", "--json").rows if row["state"] == "live")
    assert f"{live} is live already" in program("rollback", live).refusal


def test_an_index_whose_live_edition_is_damaged_is_mended_by_it(
    program: Program, home: Path, tiny: Path
) -> None:
    second = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert program("promote").status == 0
    (home / "data" / "index" / second / "concordance.json").write_bytes(b"{}")
    assert "the index is damaged" in program("page", "xii").refusal
    assert program("rollback").status == 0
    assert len(program("page", "xii", "--json").rows) == 1


def test_it_goes_back_only_from_where_it_was_decided_and_says_who_did(
    program: Program, home: Path, tiny: Path
) -> None:
    (first,) = (row["name"] for row in program("editions", "--json").rows)
    second = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    assert program("promote", "--who", "Ada (7)").status == 0
    refusal = program("rollback", "--from", first).refusal
    assert f"{second} is live meanwhile, and {first} no more; look at the editions" in refusal
    (row,) = program("rollback", "--from", second, "--who", "Ben (8)", "--json").rows
    assert (row["name"], row["who"]) == (first, "Ben (8)")
    assert [row["who"] for row in program("editions", "--json").rows] == ["Ben (8)", "Ada (7)"]
