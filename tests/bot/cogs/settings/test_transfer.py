"""All settings at once over real sockets: as a file, set back, taken back, deleted."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.cogs.settings.transfer import FILE
from bot.servers.settings import FORMAT
from bot.servers.settings_fields import Row
from bot.servers.settings_file import LARGEST
from tests.standin.rest import CDN
from tests.support.live_bot import Live
from tests.support.moderated_server import DEFAULTS, Moderated, described


def file(**settings: Any) -> bytes:
    """Return a file with some settings."""
    return json.dumps({"format": FORMAT, "settings": settings}).encode()


def downloads(moderated: Moderated) -> int:
    """Return how many files the bot has fetched."""
    return sum(one.path.startswith(CDN) for one in moderated.live.discord.requests)


def test_settings_are_exported_and_imported_the_same(moderated: Moderated) -> None:
    assert moderated.file == {"format": FORMAT, "settings": DEFAULTS}
    number, role = str(moderated.channel.id), str(moderated.server.role("Readers").id)
    changed = {
        "channels": {"where": "only", "chosen": [number]},
        "overrides": {
            number: {"private": True, "mentions": None, "threads": "here", "documents": None}
        },
        "asking": [role],
        "passages": 4,
        "word_limit": 90,
        "daily": {"channel": number, "hour": 3, "zone": "Asia/Tokyo"},
        "log": "7 days",
    }
    said = moderated.imports(b"\xef\xbb\xbf" + file(**changed))
    assert "Passages shown: 3 → 4" in said
    assert moderated.settings == changed
    (attached,) = moderated.shows("settings export").attachments
    assert attached["filename"] == FILE
    again = moderated.live.discord.content(attached)
    moderated.shows("settings answers", passages=1)
    assert moderated.imports(again) == "Passages shown: 1 → 4"
    assert moderated.imports(again) == "Nothing changes: it is so already."
    moderated.shows("settings undo")
    assert moderated.settings["passages"] == 1


BAD: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"passages = 5", "This file is not JSON"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "This file is not JSON"),
    "empty": (b"", "This file is not JSON"),
    "another format": (b'{"format": 2, "settings": {}}', "settings of format 2, and I know"),
    "unknown keys": (file(pasages=5), "settings.pasages: is unknown"),
    "out of range": (file(passages=6), "settings.passages: must be at most 5"),
    "another server's channel": (
        file(reports="77777"),
        "settings.reports: 77777 is no channel of this server",
    ),
    "another server's role": (
        file(asking=["77777"]),
        "settings.asking: 77777 is no role of this server",
    ),
}


@pytest.mark.parametrize(("content", "said"), BAD.values(), ids=BAD)
def test_a_bad_file_is_a_sentence_and_nothing_is_changed(
    content: bytes, said: str, moderated: Moderated
) -> None:
    moderated.shows("settings answers", passages=2)
    told = moderated.imports(content)
    assert said in told
    assert "Nothing was changed." in told
    assert moderated.settings == {"passages": 2}


def test_a_real_channel_of_another_server_is_refused(moderated: Moderated) -> None:
    other = Moderated.made(moderated.live)
    content = file(channels={"where": "only", "chosen": [str(other.channel.id)]})
    assert f"{other.channel.id} is no channel of this server" in moderated.imports(content)
    everyone = file(managing=[str(moderated.server.id)])
    assert "is no role of this server" in moderated.imports(everyone)
    assert moderated.settings == {}


def test_ten_megabytes_are_refused_before_they_are_fetched(moderated: Moderated) -> None:
    before = downloads(moderated)
    assert "has 10240 KB, and settings have 1024 KB" in moderated.imports(b"x", 10_485_760)
    assert downloads(moderated) == before
    lying = moderated.imports(b" " * (LARGEST + 1), size=7)
    assert "has 1025 KB" in lying
    assert downloads(moderated) == before + 1


def test_a_file_that_discord_does_not_hand_over_is_a_sentence(moderated: Moderated) -> None:
    discord = moderated.live.discord
    gone = discord.upload(FILE, file(passages=5))
    gone["url"] += "-gone"
    assert "Discord did not give me this file." in moderated.says("settings import", file=gone)
    assert moderated.settings == {}


def test_a_reset_asks_first_and_can_be_taken_back(moderated: Moderated) -> None:
    moderated.shows("settings answers", passages=5)
    moderated.shows("settings log", keep="counts")
    message = moderated.shows("settings reset")
    assert "Set all settings back" in described(message)
    assert moderated.settings == {"passages": 5, "log": "counts"}
    moderated.presses(message, "Cancel")
    assert moderated.settings == {"passages": 5, "log": "counts"}
    moderated.presses(message, "Reset")  # in the panel it asks as well
    moderated.presses(message, "Reset")
    assert "Passages shown: 5 → 3" in message.content
    assert moderated.settings == {}
    assert "Passages shown: 3 → 5" in moderated.says("settings undo")
    assert moderated.settings == {"passages": 5, "log": "counts"}


def test_changes_are_taken_back_one_after_another(moderated: Moderated) -> None:
    for passages in (1, 2, 4):
        moderated.shows("settings answers", passages=passages)
    for before, after in ((4, 2), (2, 1), (1, 3)):
        said = moderated.says("settings undo")
        assert said.startswith(f"Taken back, what <@{moderated.mod.id}> had changed:")
        assert f"Passages shown: {before} → {after}" in said
    assert moderated.says("settings undo") == "There is no change to take back."
    assert moderated.settings == {}


def test_the_history_lists_who_changed_what_and_when(moderated: Moderated) -> None:
    assert described(moderated.shows("settings history")) == "Nobody has changed anything."
    moderated.shows("settings answers", passages=5)
    moderated.imports(file(log="counts"))
    moderated.shows("settings undo")
    lines = described(moderated.shows("settings history")).splitlines()
    assert len(lines) == 3
    assert all(f"<@{moderated.mod.id}>" in line and line.startswith("<t:") for line in lines)
    assert "(undo): Passages shown: 3 → 5; Log: counts only → off" in lines[0]
    assert "(import) (taken back): Passages shown: 5 → 3" in lines[1]
    assert lines[2].endswith(": Passages shown: 3 → 5")


def test_everything_is_deleted_once_it_is_asked_for_twice(moderated: Moderated) -> None:
    moderated.shows("settings answers", passages=5)
    message = moderated.shows("settings delete-everything")
    assert "Nobody can undo this." in described(message)
    assert moderated.settings == {"passages": 5}
    moderated.presses(message, "Delete everything")
    assert message.content.startswith("All that I kept of this server is deleted.")
    assert (message.embeds, message.components) == ([], [])
    assert moderated.settings == {}
    assert described(moderated.shows("settings history")) == "Nobody has changed anything."
    moderated.shows("settings answers", passages=1)
    assert moderated.settings == {"passages": 1}


def test_a_database_that_is_locked_is_a_sentence_and_the_old_settings_hold(
    own: Live, tmp_path: Path
) -> None:
    moderated = Moderated.made(own)
    moderated.shows("settings answers", passages=5)
    (database,) = tmp_path.rglob("*.db")
    locked = sqlite3.connect(database)
    locked.execute("BEGIN IMMEDIATE")
    try:
        assert "database" in moderated.says("settings answers", passages=1)
        message = moderated.panel(Row.LOG)
        (told,) = moderated.mod.picks(message, "Log", "counts").answer()
        assert "database" in told.content
        assert moderated.settings == {"passages": 5}
    finally:
        locked.close()
    moderated.picks(message, "Log", "counts")
    assert moderated.settings == {"passages": 5, "log": "counts"}
