"""`concordance build --models`: one model or two, and what an index keeps where none is named."""

from pathlib import Path

import pytest

from bot.cli import build as command
from embeddings.editions.editions import Editions
from tests.support.cli_program import Program
from tests.support.doctor_environment import INDEX
from tests.support.two_models import TwoModels

QUESTION = "Who painted the door, and who paid for the paint?"


def names_of_live() -> str:
    """Return the names of the models of the index."""
    return ",".join(Editions(INDEX).open().info.model_names)


def test_two_models_are_built_with_and_asked(program: Program, both_models: str) -> None:
    assert names_of_live() == both_models
    for told in ([], ["--models", both_models]):
        (answer,) = program("ask", QUESTION, "--json", *told).rows
        assert answer["passages"]
    first = both_models.partition(",")[0]
    refusal = program("ask", QUESTION, "--models", first).refusal
    assert refusal.startswith(
        f"concordance: the index was built with model {both_models!r}, but {first!r}"
    )


def test_an_index_keeps_its_models_unless_told(
    program: Program, both_models: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert program("build").out.endswith(": nothing has changed\n")
    (home / "snow.txt").write_text("It snowed.\n\nIt thawed.", "utf-8")
    assert program("build", "snow.txt", "--add").status == 0
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8") + "\nOne paragraph more.\n", "utf-8")
    assert program("build", "--document", "harbour").status == 0
    assert names_of_live() == both_models
    first = both_models.partition(",")[0]
    monkeypatch.setenv("CONCORDANCE_MODEL", first)
    assert program("build").status == 0
    assert names_of_live() == first
    assert program("build", "--model", both_models).status == 0
    assert names_of_live() == both_models


def test_a_setting_names_two_models_as_the_option_does(
    program: Program, both_models: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONCORDANCE_MODEL", both_models)
    assert program("build").out.endswith(": nothing has changed\n")
    assert program("ask", QUESTION).status == 0
    monkeypatch.setenv("CONCORDANCE_MODEL", both_models.partition(",")[0])
    assert "is asked for; run `concordance build`" in program("ask", QUESTION).refusal


def test_a_new_index_takes_what_is_installed_unless_told(
    program: Program, two_models: TwoModels, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "choose_default_names", lambda: two_models.names)
    assert program("build", "--index", "new").status == 0
    assert Editions(Path("new")).open().info.model_names == two_models.names


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        ("a,b,c", "3 models are named; one is needed, and two are possible"),
        ("a,a", "a is named twice; name it once, or another beside it"),
        ("a,", "name a model, or two with a comma between them"),
    ],
)
def test_other_than_one_or_two_models_are_refused_in_a_sentence(
    program: Program, monkeypatch: pytest.MonkeyPatch, names: str, problem: str
) -> None:
    for call in (["build"], ["ask", QUESTION], ["run"]):
        assert problem in program(*call, "--models", names).refusal
    monkeypatch.setenv("CONCORDANCE_MODEL", names)
    assert problem in program("ask", QUESTION).refusal


def test_a_second_model_that_is_not_there_is_refused_by_name(program: Program, tiny: Path) -> None:
    refusal = program("build", "--models", f"{tiny},no/such/model").refusal
    assert refusal.startswith("concordance: the model no/such/model: ")
