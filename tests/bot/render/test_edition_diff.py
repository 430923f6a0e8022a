"""The differences of two editions, as maintainers read them in their language."""

import pytest

from bot.i18n.translations import say_in
from bot.maintenance.results import Comparison
from bot.render.edition_diff import counts, difference
from embeddings.diff.diff import Edit
from tests.standin.markdown import plain

LOST = Edit("page", "lost", (4,), (4,), was_cited="p. xii")
MOVED = Edit("page", "moved", (4,), (5,), was_cited="p. 4", now_cited="pp. 4–5")


@pytest.mark.parametrize(
    ("edit", "language", "shown"),
    [
        (LOST, "en", "Page of the file lost · ¶ 4 · p. xii"),
        (LOST, "de", "Seite der Datei verloren · ¶ 4 · p. xii"),
        (MOVED, "en", "Page of the file moved · ¶ 4 → ¶ 5 · p. 4 → pp. 4–5"),
    ],
)
def test_a_page_of_the_file_is_told_from_one_that_is_cited(
    edit: Edit, language: str, shown: str
) -> None:
    assert plain(difference(edit, say_in(language)), embed=True) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "**Pages of the file**: 1 moved, 6 lost"),
        ("de", "**Seiten der Datei**: 1 verschoben, 6 verloren"),
    ],
)
def test_pages_of_the_file_are_counted(language: str, shown: str) -> None:
    comparison = Comparison(before="a-1", after="b-2", counts={"page": {"lost": 6, "moved": 1}})
    assert list(counts(comparison, say_in(language))) == [shown]
