"""The jobs: whatever somebody types is the value of an option or a name, and never an option."""

from pathlib import Path

from bot.maintenance import jobs


def test_words_of_somebody_are_never_options() -> None:
    assert jobs.build(Path("-a"), "--add").command[-4:] == ("--document=--add", "--add", "--", "-a")
    assert jobs.compare("--json").command[-2:] == ("--", "--json")
    promotion = jobs.promote("--force", "--reason (7)", "--keep")
    assert promotion.command == (
        "promote", "--who=--reason (7)", "--force", "--reason=--keep", "--json", "--", "--force"
    )  # fmt: skip
    back = jobs.roll_back("-k", "me (7)", "a-1").command
    assert back == ("rollback", "--who=me (7)", "--from=a-1", "--json", "--", "-k")


def test_what_nobody_has_named_is_left_to_the_program() -> None:
    assert "--" not in jobs.compare(None).command
    assert jobs.promote(None, "me (7)").command == ("promote", "--who=me (7)", "--json")
    assert jobs.roll_back("a-1", "me (7)", "").command[-3:] == ("--json", "--", "a-1")
