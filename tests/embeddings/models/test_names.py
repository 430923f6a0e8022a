"""The names of models as somebody tells them: one or two, and nothing else."""

import pytest

from embeddings.models import names as module
from embeddings.models.names import choose_default_names, format_names, parse_names
from embeddings.models.packages import DEFAULT, SECOND, SplitZipPackage


@pytest.mark.parametrize("value", ["a", "models/a model", "a,b", "sentence-transformers/a,./b"])
def test_one_model_or_two_are_read_and_written_alike(value: str) -> None:
    assert format_names(parse_names(value)) == value


def test_white_space_around_a_name_is_no_part_of_it() -> None:
    assert parse_names(" a , b ") == ("a", "b")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        ("", "name a model, or two with a comma between them"),
        ("a,", "name a model, or two with a comma between them"),
        (",", "name a model, or two with a comma between them"),
        ("a,b,c", "3 models are named; one is needed, and two are possible"),
        ("a, a", "a is named twice"),
    ],
)
def test_others_are_refused_in_a_sentence(value: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        parse_names(value)


@pytest.mark.parametrize("installed", [True, False])
def test_unless_told_the_second_model_is_used_where_it_is_installed(
    installed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = "pytest" if installed else "no-such-package"
    monkeypatch.setattr(module, "SECOND_MODEL", SplitZipPackage(SECOND, "", (package,), "mpnet"))
    assert choose_default_names() == ((DEFAULT, SECOND) if installed else (DEFAULT,))
