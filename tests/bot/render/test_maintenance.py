"""What maintainers are shown keeps to Discord's limits, and shows words as they stand."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.components.answer_buttons import Button
from bot.components.maintenance_button_id import MaintenanceAction, read
from bot.formatting.markdown import length
from bot.i18n.translations import ENGLISH, get_translator
from bot.maintenance.results import DiffOutput, RefusalOutput, Result, Stage, Step
from bot.render import Message, maintenance
from bot.render.edition_diff import format_edit, format_edits
from embeddings.diff.diff import Edit, EditKind, EditSubject
from embeddings.editions.history import ListedEdition
from embeddings.editions.journal import JournalAction, JournalEntry
from tests.standin.markdown import plain

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
NAME, LIVE = "0123456789abcdef-1", "fedcba9876543210-12"
WORDS = st.text(max_size=500)
EDITS = st.builds(
    Edit,
    what=st.sampled_from(get_args(EditSubject)),
    kind=st.sampled_from(get_args(EditKind)),
    before=st.lists(st.integers(1, 10**5), max_size=2).map(tuple),
    after=st.lists(st.integers(1, 10**5), max_size=2).map(tuple),
    was=st.none() | WORDS,
    now=st.none() | WORDS,
    was_cited=st.none() | WORDS,
    now_cited=st.none() | WORDS,
)
ENTRIES = st.builds(
    JournalEntry,
    name=st.just(NAME),
    edition=st.just("0" * 64),
    at=st.just(NOW),
    by=st.sampled_from(get_args(JournalAction)),
    reason=st.none() | WORDS,
    who=st.none() | WORDS,
    before=st.none() | st.just(LIVE),
)
RESULTS: st.SearchStrategy[Result] = st.one_of(
    st.builds(
        DiffOutput,
        after=st.just(NAME),
        before=st.none() | st.just(LIVE) | st.just(NAME),
        edits=st.lists(EDITS, max_size=40).map(tuple),
        reasons=st.lists(WORDS, max_size=12).map(tuple),
        notes=st.lists(WORDS, max_size=3).map(tuple),
        candidate=st.booleans(),
    ),
    st.builds(RefusalOutput, name=st.just(NAME), reasons=st.lists(WORDS, max_size=12).map(tuple)),
    ENTRIES,
)


def held(message: Message) -> None:
    """Hold a message against Discord's limits."""
    assert length(message.content or "") <= 2000
    for embed in message.embeds:
        assert 0 < length(embed.title or "") <= 256
        assert 0 < length(embed.description or "") <= 4096
    for row in message.rows:
        assert 0 < len(row) <= 5
        for button in row:
            assert isinstance(button, Button)
            assert 0 < len(button.label) <= 80
            assert read(button.custom_id).custom_id == button.custom_id


def doings(message: Message) -> list[MaintenanceAction]:
    """Return what the buttons of a message do."""
    return [
        read(button.custom_id).action
        for row in message.rows
        for button in row
        if isinstance(button, Button)
    ]


@given(RESULTS, st.sampled_from(["en", "de"]))
def test_whatever_comes_of_work_fits_a_message(result: Result, language: str) -> None:
    held(maintenance.result(result, get_translator(language)))


@given(st.lists(ENTRIES, min_size=1, max_size=60))
def test_however_many_editions_fit_a_message(entries: list[JournalEntry]) -> None:
    listed = [ListedEdition(NAME, "0" * 64, NOW, 1, "earlier", entry) for entry in entries]
    held(maintenance.editions(listed, ENGLISH))
    held(maintenance.going_back(listed[0], None, ENGLISH))


@given(EDITS)
def test_the_words_of_a_difference_show_as_they_stand(edit: Edit) -> None:
    line = format_edit(replace(edit, was_cited=None, now_cited=None), ENGLISH)
    assert "\n" not in line
    assert plain(line, embed=True).startswith(edit.what.capitalize().replace("Citation", "Page"))


def test_what_does_not_fit_is_attached_whole() -> None:
    edits = tuple(
        Edit("paragraph", "removed", (number,), (), was=f"{number} words " * 20)
        for number in range(1, 60)
    )
    counts: dict[EditSubject, dict[EditKind, int]] = {"paragraph": {"removed": 61}}
    comparison = DiffOutput(before=LIVE, after=NAME, edits=edits, counts=counts)
    message = maintenance.result(comparison, ENGLISH)
    assert message.file_name == f"{NAME}.txt"
    assert message.file == format_edits(comparison, ENGLISH)
    assert message.file is not None
    assert all(" ".join((edit.was or "").split()) in message.file for edit in edits)
    assert message.file.endswith(f"… and 2 more: `concordance diff {LIVE} {NAME}` shows all.\n")
    assert "Paragraphs**: 61 removed" in (message.embeds[0].description or "")
    fewer: dict[EditSubject, dict[EditKind, int]] = {"paragraph": {"removed": 2}}
    few = DiffOutput(before=LIVE, after=NAME, edits=edits[:2], counts=fewer)
    assert maintenance.result(few, ENGLISH).file is None


CASES = {
    "no worse": ({}, [MaintenanceAction.PROMOTE, MaintenanceAction.DISCARD]),
    "worse": ({"reasons": ("Lost.",)}, [MaintenanceAction.ASK, MaintenanceAction.DISCARD]),
    "was live": ({"candidate": False}, [MaintenanceAction.PROMOTE]),
    "is live": ({"before": NAME, "candidate": False}, []),
    "nothing is live": ({"before": None}, [MaintenanceAction.PROMOTE, MaintenanceAction.DISCARD]),
}


@pytest.mark.parametrize(
    ("questions", "words"),
    [(4, "its questions are answered no worse"), (0, "so none were asked")],
)
def test_it_is_said_whether_questions_were_asked(questions: int, words: str) -> None:
    comparison = DiffOutput(before=LIVE, after=NAME, questions=questions)
    (embed,) = maintenance.result(comparison, ENGLISH).embeds
    assert words in (embed.description or "")


@pytest.mark.parametrize(("more", "offered"), CASES.values(), ids=CASES)
def test_only_what_can_be_done_is_offered(
    more: dict[str, object], offered: list[MaintenanceAction]
) -> None:
    comparison = DiffOutput.model_validate({"before": LIVE, "after": NAME, **more})
    assert doings(maintenance.result(comparison, ENGLISH)) == offered


def test_words_that_only_came_or_went_are_told_from_each_other() -> None:
    came = Edit("paragraph", "changed", (3,), (4,), None, "the new")
    assert format_edit(came, ENGLISH) == "**Paragraph changed** · ¶ 3 → ¶ 4 · (nothing) → the new"
    gone = Edit("paragraph", "changed", (3,), (3,), "the *old*", None)
    assert format_edit(gone, ENGLISH) == r"**Paragraph changed** · ¶ 3 · the \*old\* → (nothing)"


@pytest.mark.parametrize("stage", get_args(Stage))
def test_each_step_is_said_and_can_be_cancelled(stage: Stage) -> None:
    message = maintenance.step(Step(stage=stage, done=1, of=4), "0a1b2c3d", get_translator("de"))
    held(message)
    assert "`███░░░░░░░░░` 25 %" in (message.content or "")
    assert doings(message) == [MaintenanceAction.CANCEL]
    assert read(message.rows[0][0].custom_id).name == "0a1b2c3d"
    bare = maintenance.step(Step(stage=stage), "", ENGLISH).content or ""
    assert bare.endswith(" …")
