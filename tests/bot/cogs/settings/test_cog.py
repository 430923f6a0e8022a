"""`/settings` over real sockets: who may give it, and all settings set by a file."""

import json
from typing import Any

import pytest

from bot.components.settings_control_id import SettingsAction, SettingsControlId
from bot.servers.settings import FORMAT
from bot.servers.settings_fields import SettingsRow
from bot.servers.settings_file import MAX_SETTINGS_FILE_BYTES
from tests.standin import Member
from tests.standin.rest import CDN
from tests.support.moderated_server import CHANGE, DEFAULTS, NO_RIGHT, Moderated


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
    again = moderated.exports()
    moderated.sets(passages=1)
    assert moderated.imports(again) == "Passages shown: 1 → 4"
    assert moderated.imports(again) == "Nothing changes: it is so already."
    moderated.undoes()
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
    moderated.sets(passages=2)
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
    assert "is 10240 KB long, and settings are at most 1024 KB" in moderated.imports(
        b"x", 10_485_760
    )
    assert downloads(moderated) == before
    lying = moderated.imports(b" " * (MAX_SETTINGS_FILE_BYTES + 1), size=7)
    assert "is 1025 KB long" in lying
    assert downloads(moderated) == before + 1


def test_a_file_that_discord_does_not_hand_over_is_a_sentence(moderated: Moderated) -> None:
    discord = moderated.live.discord
    gone = discord.upload("settings.json", file(passages=5))
    gone["url"] += "-gone"
    assert "Discord did not give me this file." in moderated.says(file=gone)
    assert moderated.settings == {}


def test_discord_shows_the_commands_only_to_those_who_manage_the_server(
    moderated: Moderated,
) -> None:
    for command in ("settings", "permissions"):
        with pytest.raises(AssertionError, match="default_member_permissions"):
            moderated.member.asks(moderated.channel, command)
        with pytest.raises(AssertionError, match="contexts"):
            moderated.mod.asks(moderated.mod.direct, command)


def admitted(moderated: Moderated) -> tuple[Member, Any]:
    """Return a member whose role the server lets see the commands, under Integrations."""
    role = moderated.server.role("Helpers")
    for command in ("settings", "permissions"):
        moderated.server.admits(command, role)
    return moderated.server.member("Helper", roles=[role]), role


def test_whom_the_server_lets_see_a_command_the_bot_still_refuses(moderated: Moderated) -> None:
    helper, _ = admitted(moderated)
    given = moderated.live.discord.upload("settings.json", file(passages=1))
    commands: list[tuple[str, dict[str, Any]]] = [
        ("settings", {}),
        ("settings", {"file": given}),
        ("permissions", {}),
    ]
    for command, options in commands:
        asked = helper.asks(moderated.channel, command, **options)
        (message,) = asked.answer()
        assert message.content.startswith(NO_RIGHT)
        assert asked.private
    assert moderated.settings == {}


@pytest.mark.parametrize("button", ["Undo", "History", "Export", "Reset", "Delete everything"])
def test_whoever_lost_the_right_meanwhile_is_refused_each_button(
    button: str, moderated: Moderated
) -> None:
    helper, _ = delegate(moderated)
    message = helper.shows()
    moderated.sets(managing=[])
    (told,) = helper.presses(message, button).answer()
    assert told.content.startswith(NO_RIGHT)
    assert not told.attachments


def test_a_role_that_the_settings_name_may_change_them_until_it_is_taken_out(
    moderated: Moderated,
) -> None:
    helper, role = admitted(moderated)
    moderated.sets(managing=[role.id])
    (panel,) = helper.asks(moderated.channel, "settings").answer()
    moderated.done(helper.picks(panel, CHANGE, SettingsRow.THREADS))
    moderated.done(helper.picks(panel, "Answers stand", "thread"))
    assert moderated.settings["threads"] == "thread"
    moderated.sets(managing=[])
    (message,) = helper.picks(panel, "Answers stand", "here").answer()
    assert message.content.startswith(NO_RIGHT)
    (message,) = helper.presses(panel, "Back").answer()
    assert message.content.startswith(NO_RIGHT)
    assert moderated.settings == {"threads": "thread"}


def delegate(moderated: Moderated) -> tuple[Moderated, Any]:
    """Return the server with a member whom the settings let in by a role alone."""
    helper, role = admitted(moderated)
    moderated.sets(managing=[role.id])
    live, server, channel = moderated.live, moderated.server, moderated.channel
    return Moderated(live, server, channel, helper, moderated.member), role


ONLY = "only those with the permission Manage Server decide"


def test_a_role_that_may_change_settings_lets_in_no_other(moderated: Moderated) -> None:
    helper, role = delegate(moderated)
    other, before = moderated.server.role("Friends"), moderated.settings
    told = helper.picks(
        helper.panel(SettingsRow.ROLES), "Who else may change settings", role, other
    )
    assert ONLY in told.answer()[0].content
    assert ONLY in helper.undoes()
    assert ONLY in helper.imports(b'{"format": 1, "settings": {}}')
    told = helper.presses(helper.shows(), "Delete everything")
    assert ONLY in told.answer()[0].content
    assert moderated.settings == before
    moderated.sets(asking=[other.id])
    helper.presses(helper.opens("Reset"), "Reset")
    assert moderated.settings == before


def test_whoever_lost_the_right_meanwhile_deletes_nothing(moderated: Moderated) -> None:
    helper, _ = delegate(moderated)
    button = SettingsControlId(SettingsAction.SURE, 0, "delete").custom_id
    message = helper.opens("Reset")
    message.components[0]["components"][0]["custom_id"] = button
    assert ONLY in helper.presses(message, button).answer()[0].content
    assert moderated.settings["managing"]
