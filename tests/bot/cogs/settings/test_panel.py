"""The rows of the settings panel over real sockets, and panels from before."""

from pathlib import Path
from typing import Any

import pytest

from bot.components.settings_control_id import SettingsAction, SettingsControlId
from bot.servers.settings_fields import ROW_HINTS, ROW_TITLES, SettingsRow
from tests.standin import Message, running
from tests.support.live_bot import Live
from tests.support.moderated_server import Moderated, described


def test_the_panel_shows_the_state_in_words_and_each_row(moderated: Moderated) -> None:
    message = moderated.shows()
    assert "**Channels:** everywhere" in described(message)
    assert "**Passages shown:** 3" in described(message)
    for row in (
        one for one in SettingsRow if one is not SettingsRow.TEXTS
    ):  # of one text there is no choice
        moderated.picks(message, "What do you want to change?", str(row))
        assert message.embeds[0]["title"] == ROW_TITLES[row]
        assert described(message).startswith(ROW_HINTS[row])
        moderated.presses(message, "Back")
        assert message.embeds[0]["title"] == "Settings"


Chosen = tuple[SettingsRow, str, str, dict[str, Any], str]
CHOSEN: dict[str, Chosen] = {
    "passages": (
        SettingsRow.ANSWERS,
        "Passages shown",
        "5",
        {"passages": 5},
        "Passages shown: 3 → 5",
    ),
    "length": (
        SettingsRow.ANSWERS,
        "Length",
        "compact",
        {"length": "compact"},
        "Length: whole passages → compact",
    ),
    "language": (
        SettingsRow.ANSWERS,
        "My own words",
        "de",
        {"language": "de"},
        "My own words: in the language of each member → in German",
    ),
    "mentions": (
        SettingsRow.MENTIONS,
        "I answer",
        "no",
        {"mentions": False},
        "I answer: commands and mentions → commands alone",
    ),
    "strictness": (
        SettingsRow.STRICTNESS,
        "Strictness",
        "strict",
        {"strictness": "strict"},
        "Strictness: balanced → strict",
    ),
    "threads": (
        SettingsRow.THREADS,
        "Answers stand",
        "thread",
        {"threads": "thread"},
        "Answers stand: in place → in a thread for each question",
    ),
    "log": (
        SettingsRow.LOG,
        "Log",
        "counts",
        {"log": "counts"},
        "off: nothing is kept → counts only",
    ),
}


@pytest.mark.parametrize("chosen", CHOSEN.values(), ids=CHOSEN)
def test_what_is_chosen_is_in_force_at_once(chosen: Chosen, moderated: Moderated) -> None:
    row, select, word, set_, said = chosen
    message = moderated.panel(row)
    before = shown_as_chosen(message, select)
    moderated.picks(message, select, word)
    assert said in message.content
    assert moderated.settings == set_
    assert shown_as_chosen(message, select) == [word] != before


def shown_as_chosen(message: Message, select: str) -> list[str]:
    """Return the values that a select shows as chosen."""
    parts = [part for row in message.components for part in row["components"]]
    (options,) = [part["options"] for part in parts if part.get("placeholder") == select]
    return [option["value"] for option in options if option.get("default")]


def test_the_words_that_answer_and_who_sees_answers_are_switched(moderated: Moderated) -> None:
    message = moderated.panel(SettingsRow.ANSWERS)
    moderated.presses(message, "Do not mark words")
    moderated.presses(message, "Answer privately")
    assert moderated.settings == {"marked": False, "private": True}
    moderated.presses(message, "Mark words")
    moderated.presses(message, "Answer for all")
    assert moderated.settings == {}


def test_channels_are_picked_and_then_where(moderated: Moderated) -> None:
    message, other = moderated.panel(SettingsRow.CHANNELS), moderated.server.channel("other")
    told = moderated.picks(message, "Where?", "only")
    assert "Choose the channels first" in told.answer()[0].content
    assert moderated.settings == {}
    moderated.picks(message, "Which channels?", moderated.channel, other)
    moderated.picks(message, "Where?", "only")
    emptied = moderated.picks(message, "Which channels?")
    assert "Choose the channels first" in emptied.answer()[0].content
    assert f"only in <#{moderated.channel.id}>, <#{other.id}>" in described(message)
    ids = [str(moderated.channel.id), str(other.id)]
    assert moderated.settings == {"channels": {"where": "only", "chosen": ids}}
    (pick,) = message.components[1]["components"]
    assert [str(one["id"]) for one in pick["default_values"]] == ids


def test_a_single_channel_has_settings_of_its_own(moderated: Moderated) -> None:
    message, number = moderated.panel(SettingsRow.CHANNEL), str(moderated.channel.id)
    moderated.picks(message, "Which channel?", moderated.channel)
    assert described(message).endswith(f"<#{number}>: as the server")
    moderated.picks(message, "Answers to commands", "yes")
    moderated.picks(message, "I answer", "no")
    moderated.picks(message, "Answers stand", "thread")
    own = {"private": True, "mentions": False, "threads": "thread", "documents": None}
    assert moderated.settings == {"overrides": {number: own}}
    for select in ("Answers to commands", "I answer", "Answers stand"):
        moderated.picks(message, select, "server")
    assert moderated.settings == {}


def test_roles_are_picked(moderated: Moderated) -> None:
    readers, moderators = moderated.server.role("Readers"), moderated.server.role("Moderators")
    message = moderated.panel(SettingsRow.ROLES)
    moderated.picks(message, "Who may ask: everyone, or these roles", readers)
    moderated.picks(message, "Who else may change settings", moderators)
    assert f"**Who may ask:** <@&{readers.id}>" in described(message)
    assert moderated.settings == {
        "asking": [str(readers.id)],
        "managing": [str(moderators.id)],
    }
    moderated.picks(message, "Who may ask: everyone, or these roles")
    assert "**Who may ask:** everyone" in described(message)


def test_the_role_that_everyone_has_is_everyone(moderated: Moderated) -> None:
    everyone = moderated.server.roles[moderated.server.id]
    message = moderated.panel(SettingsRow.ROLES)
    moderated.picks(message, "Who may ask: everyone, or these roles", everyone)
    assert message.content == "Nothing changes: it is so already."
    told = moderated.picks(message, "Who else may change settings", everyone)
    assert "I do not let everyone change my settings" in told.answer()[0].content
    assert moderated.settings == {}


def test_limits_are_typed_into_a_form(moderated: Moderated) -> None:
    message = moderated.panel(SettingsRow.LIMITS)
    moderated.types(message, "Numbers", member_limit="7", channel_limit="70", word_limit="500")
    assert moderated.settings == {"member_limit": 7, "channel_limit": 70, "word_limit": 500}
    moderated.types(message, "Numbers", member_limit="8", word_limit="")
    assert moderated.settings == {"member_limit": 8, "channel_limit": 70}
    told = moderated.types(message, "Numbers", member_limit="many", channel_limit="601")
    (words,) = told.answer()
    assert "Limit of a member: must be a whole number" in words.content
    assert "Limit of a channel: must be at most 600" in words.content
    assert words.ephemeral
    assert moderated.settings == {"member_limit": 8, "channel_limit": 70}


def test_reports_and_the_daily_quotation_have_a_channel(moderated: Moderated) -> None:
    message, number = moderated.panel(SettingsRow.REPORTS), str(moderated.channel.id)
    moderated.picks(message, "Which channel? None is off.", moderated.channel)
    daily = moderated.panel(SettingsRow.DAILY)
    moderated.picks(daily, "Which channel? None is off.", moderated.channel)
    moderated.types(daily, "Hour and time zone", hour="18", zone="Tokyo")
    quotation = {"channel": number, "hour": 18, "zone": "Asia/Tokyo"}
    assert moderated.settings == {"reports": number, "daily": quotation}
    told = moderated.types(daily, "Hour and time zone", hour="24", zone="Here")
    (words,) = told.answer()
    assert "Hour: must be at most 23" in words.content
    assert "Time zone: must be a time zone such as Europe/Berlin" in words.content
    moderated.picks(message, "Which channel? None is off.")
    moderated.picks(daily, "Which channel? None is off.")
    assert moderated.settings == {}


def test_a_control_of_another_version_of_the_bot_is_said_to_be(moderated: Moderated) -> None:
    message = moderated.shows()
    button = message.components[1]["components"][0]
    button["custom_id"] = button["custom_id"].replace(SettingsAction.UNDO, "leap")
    (told,) = moderated.mod.presses(message, button["custom_id"]).answer()
    assert "from another version of me" in told.content
    forged = SettingsControlId(SettingsAction.FORM, 0, "leap").custom_id
    button["custom_id"] = forged
    (told,) = moderated.mod.presses(message, forged).answer()
    assert "from another version of me" in told.content


def test_a_panel_from_before_the_bot_was_started_anew_still_works(
    own: Live, sample_index: Path, tmp_path: Path
) -> None:
    moderated = Moderated.made(own)
    message = moderated.panel(SettingsRow.ANSWERS)
    form = moderated.mod.presses(moderated.panel(SettingsRow.LIMITS), "Numbers")
    form.asks_back()
    own.program.terminate()
    assert own.program.wait() == 0
    with running(own.discord, "--index", str(sample_index), home=tmp_path):
        moderated.picks(message, "Passages shown", "4")
        moderated.done(moderated.mod.types_into(form, member_limit="7"))
        assert moderated.settings == {"passages": 4, "member_limit": 7}


def test_the_buttons_of_a_panel_made_before_are_answered(moderated: Moderated) -> None:
    message = moderated.shows()
    message.components[1]["components"][0]["custom_id"] = "settings:0:history::0"
    moderated.presses(message, "settings:0:history::0")
    assert message.embeds[0]["title"] == "History"
    message = moderated.shows()
    message.components[1]["components"][0]["custom_id"] = "settings:0:ask:reset:0"
    moderated.presses(message, "settings:0:ask:reset:0")
    assert "Set all settings back" in described(message)
    message.components[0]["components"][0]["custom_id"] = "settings:0:open::0"
    moderated.presses(message, "settings:0:open::0")
    assert message.embeds[0]["title"] == "Settings"


def test_more_channels_are_chosen_than_a_select_takes_and_a_thread_too(
    moderated: Moderated,
) -> None:
    rooms = [moderated.server.channel(f"room-{number}") for number in range(26)]
    message = moderated.panel(SettingsRow.CHANNELS)
    moderated.picks(message, "Which channels?", *rooms[:25])
    thread = rooms[0].thread("a thread")
    select = "Channels: pick what is to be added or taken out"
    moderated.picks(message, select, rooms[25], thread)
    chosen = sorted([*(room.id for room in rooms), thread.id])
    assert moderated.settings["channels"]["chosen"] == [*map(str, chosen)]


def test_a_moderator_is_answered_in_his_language(moderated: Moderated) -> None:
    moderated.mod.user.locale = "de"
    message = moderated.shows()
    assert "**Kanäle:** überall" in described(message)
    (told,) = moderated.presses(message, "Zurücknehmen").answer()
    assert told.content.startswith("Es gibt keine Änderung")
