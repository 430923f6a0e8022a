"""A drawn conversation says what its messages say, and comes out of a real browser whole."""

import re
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.standin import browser as browsers
from tests.standin.browser import NoBrowserError
from tests.standin.drawing import Conversation, page
from tests.standin.pictures import drawn_from, fingerprint, measure, photograph

BOT = {"id": "1", "username": "keeper", "global_name": "Lamp Keeper", "bot": True}
ALICE = {"id": "2", "username": "alice", "global_name": "Alice Marlow"}
BOB = {"id": "3", "username": "bob_the_<sailor>"}
BLUE, GOLD = 0x3498DB, 0xF1C40F
ASKED: dict[str, Any] = {"author": ALICE, "content": "Who lit the lamp on **Grey Point**?"}
CARD: dict[str, Any] = {
    "author": {"name": "The Log of Grey Point", "url": "https://example.org/log"},
    "title": "The lamp *was* lit",
    "url": "https://example.org/log#12",
    "description": "> The lamp was lit at dusk\\, and it burned until the boats were in.\n— p. 12",
    "color": BLUE,
    "fields": [
        {"name": "Page", "value": "12", "inline": True},
        {"name": "Volume", "value": "II", "inline": True},
        {"name": "Nearby", "value": "- the *fog bell*\n- the boats", "inline": False},
    ],
    "footer": {"text": "Quoted *word for word*"},
}
BUTTONS = [
    {"type": 2, "style": 1, "label": "More", "custom_id": "secret-id-1"},
    {"type": 2, "style": 2, "label": "Earlier", "custom_id": "x", "disabled": True},
    {"type": 2, "style": 5, "label": "Open the log", "url": "https://example.org/log"},
]
SELECT = {
    "type": 3,
    "custom_id": "y",
    "placeholder": "Read another page",
    "options": [{"label": "Page 13", "value": "13"}],
}
MESSAGES: list[dict[str, Any]] = [
    ASKED,
    {"author": ALICE, "content": "I only remember the fog bell. :smile:"},
    {
        "author": BOT,
        "content": "",
        "embeds": [CARD, {"description": "A *second* place.", "color": GOLD}],
        "components": [{"type": 1, "components": BUTTONS}, {"type": 1, "components": [SELECT]}],
        "referenced_message": ASKED,
        "timestamp": "2024-02-03T04:05:06Z",
    },
    {
        "author": BOT,
        "content": "Nothing in the log says so.\n-# Try other words, or `/page 12`.",
        "flags": 64,
        "interaction_metadata": {"name": "ask", "user": ALICE},
    },
    {"author": BOT, "content": "", "flags": 128},
    {
        "author": BOB,
        "content": "<b>No</b> fog at all\n> " + "a very long word: " + "o" * 300,
        "attachments": [{"filename": "log.txt", "size": 2048}],
    },
]
SAMPLE = Conversation("Harbour", "lighthouse", MESSAGES, "Alice asks about the lamp")


def test_everything_that_is_said_is_drawn() -> None:
    drawn = page(SAMPLE)
    for said in (
        "Who lit the lamp on <strong>Grey Point</strong>?",
        "<blockquote>The lamp was lit at dusk, and it burned until the boats were in.</blockquote>",
        "The lamp <em>was</em> lit",
        "Quoted *word for word*",
        "Only you can see this",
        "Read another page",
        "2.00 KB",
        'aria-disabled="true"',
        "Try other words, or <code>/page 12</code>.",
    ):
        assert said in drawn, said
    assert re.search(r"Alice Marlow</span> used\s+<span class=\"command\">/ask<", drawn)


def test_a_page_is_the_same_every_time_and_holds_no_ids_times_or_addresses() -> None:
    assert page(SAMPLE) == page(SAMPLE)
    assert not re.search(r"secret-id|2024|<script|<link|<img|@import|url\(", page(SAMPLE))
    assert page(SAMPLE).count("Today at 12:00") == 2 * 5


def test_what_people_write_is_never_markup() -> None:
    drawn = page(SAMPLE)
    assert "<sailor>" not in drawn
    assert "<b>" not in drawn
    assert "&lt;b&gt;No&lt;/b&gt; fog at all" in drawn


def test_messages_of_one_author_stand_together_unless_they_answer() -> None:
    drawn = page(SAMPLE)
    assert drawn.count("<article") == 5
    assert drawn.count('class="message"') == 6
    assert drawn.count('class="above"') == 2
    answers = [{"author": BOT, "content": "Yes.", "referenced_message": ASKED}] * 2
    assert page(Conversation("a", "b", answers, "two")).count("<article") == 2
    assert page(Conversation("a", "b", [], "nothing")).count("<article") == 0


def test_what_only_one_sees_does_not_run_on_from_what_all_see() -> None:
    seen_by_one = {"author": ALICE, "content": "b", "flags": 64}
    assert page(Conversation("a", "b", [ASKED, seen_by_one], "two")).count("<article") == 2


@pytest.fixture(scope="module")
def picture(browser: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    del browser
    target = tmp_path_factory.mktemp("pictures") / "sample.png"
    photograph(page(SAMPLE), target)
    return target


def test_a_picture_knows_the_page_it_was_made_from(picture: Path, tmp_path: Path) -> None:
    assert drawn_from(picture) == fingerprint(page(SAMPLE))
    Image.new("RGB", (2, 2)).save(tmp_path / "other.png")
    assert drawn_from(tmp_path / "other.png") is None


def test_without_a_browser_the_reason_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoBrowserError, match=r"none of chromium, .* is on PATH"):
        browsers.chromium()


def test_a_browser_that_does_not_start_is_told_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(browsers, "chromium", lambda: Path("/bin/false"))
    with pytest.raises(NoBrowserError, match=r"the browser failed: BrowserType\.launch: .+$"):
        measure("<p>Who lit the lamp?</p>")
