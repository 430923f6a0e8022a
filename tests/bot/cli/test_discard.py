"""`concordance discard`: a candidate is taken away, and nothing that was ever live."""

from pathlib import Path

from tests.support.cli_program import Program
from tests.support.corrected_index import correct


def test_the_latest_candidate_is_taken_away_and_no_other_edition(
    program: Program, home: Path, tiny: Path
) -> None:
    assert "there is no candidate in" in program("discard").refusal
    first = correct(program, home, tiny, **{"proud of it.": "proud of it (p. xiii)."})
    second = correct(program, home, tiny, **{"(p. xiii)": "(p. xiv)"})
    assert program("discard").out == f"{second} is discarded\n"
    assert program("promote", first).status == 0
    assert f"{first} is live, or was" in program("discard", first).refusal
    assert program("rollback").status == 0
    assert f"{first} is live, or was" in program("discard", first).refusal
    third = correct(program, home, tiny, **{"(p. xiv)": "(p. xv)"})
    assert program("discard", third, "--json").rows == [{"discarded": third}]
    assert third not in [row["name"] for row in program("editions", "--json").rows]
    assert "'no-such' is not one edition" in program("discard", "no-such").refusal
