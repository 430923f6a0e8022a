"""The differences of two editions, as maintainers read them in their language."""

import pytest

from bot.i18n.translations import get_translator
from bot.maintenance.results import DiffOutput
from bot.render.edition_diff import format_edit, summarize_edits
from embeddings.diff.diff import Edit
from tests.standin.markdown import plain

LOST = Edit("page", "lost", (4,), (4,), was_cited="p. xii")
CHANGED = Edit(
    "paragraph", "changed", (4,), (4,), was="green", now="blue", context=("… the door", "and shut")
)
CUT = Edit("paragraph", "changed", (4,), (4,), was="green", context=("the door", ""))
MOVED = Edit("page", "moved", (4,), (5,), was_cited="p. 4", now_cited="pp. 4–5")


@pytest.mark.parametrize(
    ("edit", "language", "shown"),
    [
        (LOST, "en", "Page of the file lost · ¶ 4 · p. xii"),
        (LOST, "de", "Seite der Datei verloren · ¶ 4 · p. xii"),
        (CHANGED, "en", "Paragraph changed · ¶ 4 · … the door [green → blue] and shut"),
        (CUT, "en", "Paragraph changed · ¶ 4 · the door [green → (nothing)]"),
        (MOVED, "en", "Page of the file moved · ¶ 4 → ¶ 5 · p. 4 → pp. 4–5"),
    ],
)
def test_a_page_of_the_file_is_told_from_one_that_is_cited(
    edit: Edit, language: str, shown: str
) -> None:
    assert plain(format_edit(edit, get_translator(language)), embed=True) == shown


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", "**Pages of the file**: 1 moved, 6 lost"),
        ("de", "**Seiten der Datei**: 1 verschoben, 6 verloren"),
    ],
)
def test_pages_of_the_file_are_counted(language: str, shown: str) -> None:
    comparison = DiffOutput(before="a-1", after="b-2", counts={"page": {"lost": 6, "moved": 1}})
    assert list(summarize_edits(comparison, get_translator(language))) == [shown]
