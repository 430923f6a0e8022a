"""The settings as commands: every row typed, what is typed wrong, and the way back."""

from typing import Any

import pytest

from bot.cogs.settings.cog import Configure
from bot.servers.settings_fields import FIELDS, TITLES, Row
from tests.support.moderated_server import Moderated, described

GIVEN: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "answers": (
        "answers",
        {"passages": 1, "length": "compact", "marked": "no", "language": "en", "private": "yes"},
        {"passages": 1, "length": "compact", "marked": False, "language": "en", "private": True},
    ),
    "one of the answers": ("answers", {"passages": 5}, {"passages": 5}),
    "mentions": ("mentions", {"mentions": "no"}, {"mentions": False}),
    "strictness": ("strictness", {"level": "lenient"}, {"strictness": "lenient"}),
    "threads": ("threads", {"threads": "thread"}, {"threads": "thread"}),
    "limits": (
        "limits",
        {"member": 1, "channel": 9, "words": 50},
        {"member_limit": 1, "channel_limit": 9, "word_limit": 50},
    ),
    "log": ("log", {"keep": "90 days"}, {"log": "90 days"}),
}


@pytest.mark.parametrize(("row", "typed", "set_"), GIVEN.values(), ids=GIVEN)
def test_what_is_typed_is_in_force_at_once_and_its_row_is_shown(
    row: str, typed: dict[str, Any], set_: dict[str, Any], moderated: Moderated
) -> None:
    message = moderated.shows(f"settings {row}", **typed)
    assert message.embeds[0]["title"] == TITLES[Row(row)]
    assert message.content.count("→") == len(set_)
    assert moderated.settings == set_
    assert moderated.says(f"settings {row}", **typed) == "Nothing changes: it is so already."


@pytest.mark.parametrize("row", [one for one in Row if one is not Row.CHANNEL])
def test_without_an_option_a_row_is_only_shown(row: Row, moderated: Moderated) -> None:
    message = moderated.shows(f"settings {row}")
    assert (message.embeds[0]["title"], message.content) == (TITLES[row], "")
    assert moderated.settings == {}


def test_there_is_a_command_for_each_row_and_for_the_whole() -> None:
    names = {one.name for one in Configure.__cog_app_commands__}
    whole = {"show", "export", "import", "reset", "undo", "history", "delete-everything"}
    assert names == {*Row} | whole
    assert {*FIELDS} == {*Row}


def test_channels_are_named_one_after_another(moderated: Moderated) -> None:
    one, two = moderated.channel, moderated.server.channel("two")
    ids = [str(one.id), str(two.id)]
    said = moderated.says("settings channels", where="only", named=f"{two.mention} {one.mention}")
    assert said == f"Channels: everywhere → only in <#{one.id}>, <#{two.id}>"
    assert moderated.settings == {"channels": {"where": "only", "chosen": ids}}
    moderated.shows("settings channels", where="except")
    assert moderated.settings == {"channels": {"where": "except", "chosen": ids}}
    moderated.shows("settings channels", where="everywhere", named="none")
    assert moderated.settings == {}
    assert "Choose the channels first" in moderated.says("settings channels", where="only")


@pytest.mark.parametrize(
    ("command", "typed", "said"),
    [
        ("channels", {"named": "general"}, "general is no channel. Name them one after another"),
        ("roles", {"asking": "Readers @one"}, "Readers is no role. Name them one after another"),
        ("roles", {"managing": "@everyone"}, "everyone is no role"),
        ("daily", {"hour": 3}, "Choose a channel first"),
        ("limits", {"words": 3}, "must be at least 50"),
        ("channels", {"named": "<#77777>"}, "77777 is no channel of this server"),
        ("roles", {"asking": "<@&77777>"}, "77777 is no role of this server"),
    ],
)
def test_what_is_typed_wrong_is_named_and_nothing_is_changed(
    command: str, typed: dict[str, Any], said: str, moderated: Moderated
) -> None:
    assert said in moderated.says(f"settings {command}", **typed)
    assert moderated.settings == {}


def test_a_single_channel_is_set_and_shown(moderated: Moderated) -> None:
    channel, number = moderated.channel, str(moderated.channel.id)
    shown = moderated.shows("settings channel", channel=channel)
    assert described(shown).endswith("as the server")
    own = {"private": "yes", "mentions": "no", "threads": "thread"}
    message = moderated.shows("settings channel", channel=channel, **own)
    assert f"<#{number}>: for the member alone, commands alone, in a thread" in described(message)
    kept = {"private": True, "mentions": False, "threads": "thread", "documents": None}
    assert moderated.settings == {"overrides": {number: kept}}
    moderated.shows("settings channel", channel=channel, private="server")
    assert moderated.settings["overrides"][number]["private"] is None


def test_roles_are_named_one_after_another(moderated: Moderated) -> None:
    one, two = moderated.server.role("One"), moderated.server.role("Two")
    moderated.shows("settings roles", asking=f"{one.mention}, {two.mention}", managing=two.mention)
    assert moderated.settings == {
        "asking": [str(one.id), str(two.id)],
        "managing": [str(two.id)],
    }
    moderated.shows("settings roles", asking="@everyone", managing="none")
    assert moderated.settings == {}


def test_where_the_bot_posts_is_set_and_taken_away(moderated: Moderated) -> None:
    number = str(moderated.channel.id)
    moderated.shows("settings reports", channel=moderated.channel)
    daily = {"channel": moderated.channel, "hour": 7, "zone": "Europe/Berlin"}
    moderated.shows("settings daily", **daily)
    quotation = {"channel": number, "hour": 7, "zone": "Europe/Berlin"}
    assert moderated.settings == {"reports": number, "daily": quotation}
    moderated.shows("settings daily", hour=0)
    assert moderated.settings["daily"] == quotation | {"hour": 0}
    assert "must be a time zone" in moderated.says("settings daily", zone="Berlin")
    moderated.shows("settings reports", off=True)
    moderated.shows("settings daily", off=True)
    assert moderated.settings == {}


def test_time_zones_are_offered(moderated: Moderated) -> None:
    offered = moderated.mod.completes(moderated.channel, "settings daily", zone="new york")
    assert [one["value"] for one in offered] == ["America/New_York"]
    assert len(moderated.mod.completes(moderated.channel, "settings daily", zone="a")) == 25


def test_no_limit_of_words_is_typed_as_none(moderated: Moderated) -> None:
    moderated.shows("settings limits", words=500)
    moderated.shows("settings limits", words=0)
    assert moderated.settings == {}


def test_a_moderator_is_answered_in_his_language(moderated: Moderated) -> None:
    moderated.mod.user.locale = "de"
    message = moderated.shows("settings roles", asking="alle")
    assert message.content == "Nichts ändert sich: Es ist schon so."
    state = described(moderated.shows())
    assert "**Kanäle:** überall" in state
    assert "**Wer fragen darf:** alle" in state
