"""Names of one person or thing in the manifest: groups of two or more, each with a word."""

from pathlib import Path

import pytest

from embeddings.concordance.concordance import Text
from tests.embeddings.manifest.test_manifest import LIBRARY, mistake, of

WORKS = 'works = ["diary"]'


@pytest.mark.parametrize(
    ("names", "key", "problem"),
    [
        ('[["Ada", "Marlow"], ["Zed"]]', "1", "needs two names or more that mean the same"),
        ("[[]]", "0", "needs two names or more that mean the same"),
        ('[["Ada", "…"]]', "0.1", "must have a word in it"),
        ('[["", "Ada"]]', "0.0", "must have a word in it"),
        ('["Ada", "Marlow"]', "0", "must be a list"),
        ('[["Ada", 3]]', "0.1", "must be text"),
    ],
)
def test_a_mistake_in_names_is_named_with_its_line_and_key(
    names: str, key: str, problem: str
) -> None:
    error = mistake(LIBRARY.replace(WORKS, f"names = {names}"))
    assert (error.line, error.key) == (15, f"documents.first.names.{key}")
    assert problem in error.problem


def test_names_go_with_the_text_that_the_entry_describes(tmp_path: Path) -> None:
    path = tmp_path / "text.txt"
    path.write_text("Ada Marlow lit the lamp.", "utf-8")
    source = LIBRARY.replace(WORKS, 'names = [["Ada", "Marlow", "A. M."]]')
    text = Text.read(path, of(source), "first")
    assert text.concordance().names == text.names == (("Ada", "Marlow", "A. M."),)
    assert Text.read(path, of(LIBRARY), "first").concordance().names == ()


def test_the_hash_of_an_entry_changes_with_its_names() -> None:
    said = of(LIBRARY.replace(WORKS, 'names = [["Ada", "Marlow"]]'))
    changed = of(LIBRARY.replace(WORKS, 'names = [["Marlow", "Ada"]]'))
    assert len({of(LIBRARY).sha256("first"), said.sha256("first"), changed.sha256("first")}) == 3
