"""What the panel does with all settings at once, and two moderators at one time."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bot.servers.records import SettingsChange
from bot.servers.settings_fields import SettingsRow
from bot.storage.repository import Storage
from tests.standin import Message
from tests.support.live_bot import Live
from tests.support.moderated_server import Moderated, described
from tests.support.stored_settings import kept


def test_the_panel_lists_reads_and_takes_back_what_was_changed(moderated: Moderated) -> None:
    message = moderated.panel(SettingsRow.LOG)
    moderated.picks(message, "Log", "30 days")
    moderated.presses(message, "Back")
    moderated.presses(message, "History")
    assert f"<@{moderated.mod.id}>: Log: off: nothing is kept →" in described(message)
    moderated.presses(message, "Back")
    moderated.presses(message, "Undo")
    assert f"I have taken back what <@{moderated.mod.id}> changed:" in message.content
    assert moderated.settings == {}
    told = moderated.presses(message, "Undo")
    assert told.answer()[0].content == "There is no change to take back."


def test_a_reset_asks_first_and_can_be_taken_back(moderated: Moderated) -> None:
    moderated.sets(passages=5)
    moderated.sets(log="counts")
    message = moderated.opens("Reset")
    assert "Set all settings back" in described(message)
    assert moderated.settings == {"passages": 5, "log": "counts"}
    moderated.presses(message, "Cancel")
    assert moderated.settings == {"passages": 5, "log": "counts"}
    moderated.presses(message, "Reset")
    moderated.presses(message, "Reset")
    assert "Passages shown: 5 → 3" in message.content
    assert moderated.settings == {}
    assert "Passages shown: 3 → 5" in moderated.undoes()
    assert moderated.settings == {"passages": 5, "log": "counts"}


def test_changes_are_taken_back_one_after_another(moderated: Moderated) -> None:
    for passages in (1, 2, 4):
        moderated.sets(passages=passages)
    for before, after in ((4, 2), (2, 1), (1, 3)):
        said = moderated.undoes()
        assert said.startswith(f"I have taken back what <@{moderated.mod.id}> changed:")
        assert f"Passages shown: {before} → {after}" in said
    assert moderated.undoes() == "There is no change to take back."
    assert moderated.settings == {}


def test_the_history_lists_who_changed_what_and_when(moderated: Moderated) -> None:
    assert described(moderated.opens("History")) == "Nobody has changed anything."
    moderated.sets(passages=5)
    moderated.imports(b'{"format": 1, "settings": {"log": "counts"}}')
    moderated.undoes()
    lines = described(moderated.opens("History")).splitlines()
    assert len(lines) == 3
    assert all(f"<@{moderated.mod.id}>" in line and line.startswith("<t:") for line in lines)
    assert "(undo): Passages shown: 3 → 5; Log: counts only → off" in lines[0]
    assert "(import) (taken back): Passages shown: 5 → 3" in lines[1]
    assert lines[2].endswith(": Passages shown: 3 → 5")


def test_the_history_goes_further_back(moderated: Moderated) -> None:
    async def many(storage: Storage) -> None:
        for number in range(1, 28):
            change = SettingsChange(moderated.mod.id, {"channel_limit": number})
            await storage.change(moderated.server.id, change)

    kept(moderated.live, many)
    message = moderated.opens("History")
    assert "Limit of a channel: 600 questions a minute → 1 question" not in described(message)
    moderated.presses(message, "Older")
    assert "Limit of a channel: 600 questions a minute → 1 question" in described(message)


def test_everything_is_deleted_once_it_is_asked_for_twice(moderated: Moderated) -> None:
    moderated.sets(passages=5)
    message = moderated.opens("Delete everything")
    assert "Nobody can undo this." in described(message)
    assert moderated.settings == {"passages": 5}
    moderated.presses(message, "Delete everything")
    assert message.content.startswith("All that I kept of this server is deleted.")
    assert (message.embeds, message.components) == ([], [])
    assert moderated.settings == {}
    assert described(moderated.opens("History")) == "Nobody has changed anything."
    moderated.sets(passages=1)
    assert moderated.settings == {"passages": 1}


def test_a_database_that_is_locked_is_a_sentence_and_the_old_settings_hold(
    own: Live, tmp_path: Path
) -> None:
    moderated = Moderated.made(own)
    moderated.sets(passages=5)
    (database,) = tmp_path.rglob("*.db")
    locked = sqlite3.connect(database)
    locked.execute("BEGIN IMMEDIATE")
    try:
        message = moderated.panel(SettingsRow.LOG)
        (told,) = moderated.mod.picks(message, "Log", "counts").answer()
        assert "database" in told.content
        assert moderated.settings == {"passages": 5}
    finally:
        locked.close()
    moderated.picks(message, "Log", "counts")
    assert moderated.settings == {"passages": 5, "log": "counts"}


def second(moderated: Moderated) -> Moderated:
    """Return the server with another moderator."""
    other = moderated.server.member("Second", permissions=["ADMINISTRATOR"])
    live, server, channel = moderated.live, moderated.server, moderated.channel
    return Moderated(live, server, channel, other, moderated.member)


def conflict(mine: Moderated, act: Callable[[Message], Any], message: Message) -> None:
    """Hold that something is told to be another's change, and that the panel shows that."""
    mine.done(act(message))
    assert " has changed this since you looked at it: Passages shown." in message.content
    assert mine.settings == {"passages": 5}


def test_of_two_moderators_none_loses_a_change_unseen(moderated: Moderated) -> None:
    other, message = second(moderated), moderated.panel(SettingsRow.ANSWERS)
    other.sets(passages=5)
    conflict(moderated, lambda panel: moderated.mod.picks(panel, "Passages shown", "1"), message)
    assert "**Passages shown:** 5" in described(message)
    moderated.picks(message, "Passages shown", "1")
    assert moderated.settings == {"passages": 1}


def test_another_field_is_no_conflict(moderated: Moderated) -> None:
    other, message = second(moderated), moderated.panel(SettingsRow.ANSWERS)
    other.sets(passages=5)
    moderated.picks(message, "Length", "compact")
    assert moderated.settings == {"passages": 5, "length": "compact"}


def test_a_change_that_was_not_seen_is_neither_undone_nor_reset(moderated: Moderated) -> None:
    other, message, sure = second(moderated), moderated.shows(), moderated.opens("Reset")
    other.sets(passages=5)
    conflict(moderated, lambda panel: moderated.mod.presses(panel, "Undo"), message)
    conflict(moderated, lambda panel: moderated.mod.presses(panel, "Reset"), sure)


def test_a_form_that_another_overtook_is_a_conflict(moderated: Moderated) -> None:
    message, other = moderated.panel(SettingsRow.LIMITS), second(moderated)
    form = moderated.mod.presses(message, "Numbers")
    form.asks_back()
    other.sets(member_limit=9)
    moderated.done(moderated.mod.types_into(form, member_limit="7"))
    said = f"<@{other.mod.id}> has changed this since you looked at it: Limit of a member."
    assert said in message.content
    assert moderated.settings == {"member_limit": 9}


def test_what_is_deleted_by_now_is_said_to_be_and_taken_out_at_the_next_change(
    moderated: Moderated,
) -> None:
    gone, role = moderated.server.channel("gone"), moderated.server.role("Gone")
    channels = moderated.panel(SettingsRow.CHANNELS)
    moderated.picks(channels, "Which channels?", moderated.channel, gone)
    moderated.sets(asking=[role.id], reports=gone.id)
    gone.delete()
    moderated.server.removes_role(role)
    state = described(moderated.shows())
    assert f"deleted channel ({gone.id})" in state
    assert f"**Who may ask:** deleted role ({role.id})" in state
    assert f"**Reports:** to deleted channel ({gone.id})" in state
    assert moderated.imports(moderated.exports()) == "Nothing changes: it is so already."
    fresh = moderated.panel(SettingsRow.CHANNELS)
    (pick,) = fresh.components[1]["components"]
    assert [int(one["id"]) for one in pick["default_values"]] == [moderated.channel.id]
    moderated.picks(fresh, "Which channels?", moderated.channel)
    assert moderated.settings["channels"]["chosen"] == [str(moderated.channel.id)]
