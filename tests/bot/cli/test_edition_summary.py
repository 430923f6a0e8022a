"""What a build says of its edition: what differs, whether it is live, and what to do next."""

from pathlib import Path

from tests.support.cli_program import Program


def change(home: Path, old: str, new: str) -> None:
    """Put words of the text in the place of others."""
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8").replace(old, new), "utf-8")


def test_what_went_live_is_told_with_the_way_back(program: Program, home: Path, tiny: Path) -> None:
    (live,) = (row["name"] for row in program("editions", "--json").rows)
    change(home, "green", "blue")
    _, *lines = program("build", "--model", tiny).out.splitlines()
    assert lines == [
        f"beside {live}, which was live:",
        "paragraph: 1 changed",
        "nothing is lost; no questions are named for the text, so none were asked",
        f"it is live; `concordance rollback` goes back to {live}",
    ]


def test_of_a_candidate_it_is_told_whether_it_may_go_live_and_how(
    program: Program, home: Path, tiny: Path
) -> None:
    (live,) = (row["name"] for row in program("editions", "--json").rows)
    change(home, " (p. xii)", "")
    built, *lines = program("build", "--candidate", "--model", tiny).out.splitlines()
    name = built.partition(":")[0].rpartition("/")[2]
    then = (
        f"it is not live: see `concordance diff {name}`, then "
        f"`concordance promote {name} --force --reason TEXT` or `concordance discard {name}`"
    )
    assert lines == [
        f"beside {live}, which is live:",
        "paragraph: 1 changed",
        "citation: 1 lost",
        "it had better not go live:",
        "1 page citation is lost: ¶ 5 (p. xii) (The Lamp, p. xii).",
        then,
    ]
    change(home, "crowd: “Who", "crowd (p. 9): “Who")
    change(home, "sleeps?”", "sleeps?” (p. xii)")
    *_, verdict, then = program("build", "--candidate", "--model", tiny).out.splitlines()
    assert verdict == "nothing is lost; no questions are named for the text, so none were asked"
    assert "--force" not in then


def test_what_went_live_for_a_reason_is_not_said_to_be_no_worse(
    program: Program, home: Path, tiny: Path
) -> None:
    change(home, " (p. xii)", "")
    ended = program("build", "--model", tiny, "--force", "--reason", "a misprint")
    assert "citation: 1 lost" in ended.out
    assert "nothing is lost" not in ended.out
    assert "it is live; " in ended.out


def test_a_text_in_the_place_of_another_is_not_compared(
    program: Program, home: Path, tiny: Path
) -> None:
    (home / "other.txt").write_text("“Word for word” (p. 7).", "utf-8")
    ended = program("build", "other.txt", "--replace", "--model", tiny)
    assert "beside" not in ended.out
    assert "it is live; `concordance rollback` goes back to" in ended.out
