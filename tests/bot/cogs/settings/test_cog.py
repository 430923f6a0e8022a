"""The settings panel over real sockets: every row, whoever may not, and two at once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.components.settings_control_id import Doing, SettingsControlId
from bot.i18n.translations import ENGLISH
from bot.servers.records import Change
from bot.servers.settings import ServerSettings
from bot.servers.settings_fields import HINTS, TITLES, Row
from bot.storage.repository import Storage
from tests.standin import Member, Message, running
from tests.support.live_bot import Live
from tests.support.moderated_server import NO_RIGHT, Moderated, described
from tests.support.stored_settings import kept


def test_the_panel_shows_the_state_in_words_and_each_row(moderated: Moderated) -> None:
    message = moderated.shows()
    assert "**Channels:** everywhere" in described(message)
    assert "**Passages shown:** 3" in described(message)
    for row in (one for one in Row if one is not Row.TEXTS):  # of one text there is no choice
        moderated.picks(message, "What do you want to change?", str(row))
        assert message.embeds[0]["title"] == TITLES[row]
        assert described(message).startswith(HINTS[row])
        moderated.presses(message, "Back")
        assert message.embeds[0]["title"] == "Settings"


Chosen = tuple[Row, str, str, dict[str, Any], str]
CHOSEN: dict[str, Chosen] = {
    "passages": (Row.ANSWERS, "Passages shown", "5", {"passages": 5}, "Passages shown: 3 → 5"),
    "length": (
        Row.ANSWERS,
        "Length",
        "compact",
        {"length": "compact"},
        "Length: whole passages → compact",
    ),
    "language": (
        Row.ANSWERS,
        "My own words",
        "de",
        {"language": "de"},
        "My own words: in the language of each member → in German",
    ),
    "mentions": (
        Row.MENTIONS,
        "I answer",
        "no",
        {"mentions": False},
        "I answer: commands and mentions → commands alone",
    ),
    "strictness": (
        Row.STRICTNESS,
        "Strictness",
        "strict",
        {"strictness": "strict"},
        "Strictness: balanced → strict",
    ),
    "threads": (
        Row.THREADS,
        "Answers stand",
        "thread",
        {"threads": "thread"},
        "Answers stand: in place → in a thread for each question",
    ),
    "log": (Row.LOG, "Log", "counts", {"log": "counts"}, "off: nothing is kept → counts only"),
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
    message = moderated.panel(Row.ANSWERS)
    moderated.presses(message, "Do not mark words")
    moderated.presses(message, "Answer privately")
    assert moderated.settings == {"marked": False, "private": True}
    moderated.presses(message, "Mark words")
    moderated.presses(message, "Answer for all")
    assert moderated.settings == {}


def test_channels_are_picked_and_then_where(moderated: Moderated) -> None:
    message, other = moderated.panel(Row.CHANNELS), moderated.server.channel("other")
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
    message, number = moderated.panel(Row.CHANNEL), str(moderated.channel.id)
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
    message = moderated.panel(Row.ROLES)
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
    message = moderated.panel(Row.ROLES)
    moderated.picks(message, "Who may ask: everyone, or these roles", everyone)
    assert message.content == "Nothing changes: it is so already."
    told = moderated.picks(message, "Who else may change settings", everyone)
    assert "I do not let everyone change my settings" in told.answer()[0].content
    assert moderated.settings == {}


def test_limits_are_typed_into_a_form(moderated: Moderated) -> None:
    message = moderated.panel(Row.LIMITS)
    moderated.types(message, "Numbers", member_limit="7", channel_limit="70", word_limit="500")
    assert moderated.settings == {"member_limit": 7, "channel_limit": 70, "word_limit": 500}
    moderated.types(message, "Numbers", member_limit="8", word_limit="")
    assert moderated.settings == {"member_limit": 8, "channel_limit": 70}
    told = moderated.types(message, "Numbers", member_limit="many", channel_limit="601")
    (words,) = told.answer()
    assert "member\\_limit: must be a whole number" in words.content
    assert "channel\\_limit: must be at most 600" in words.content
    assert words.ephemeral
    assert moderated.settings == {"member_limit": 8, "channel_limit": 70}


def test_reports_and_the_daily_quotation_have_a_channel(moderated: Moderated) -> None:
    message, number = moderated.panel(Row.REPORTS), str(moderated.channel.id)
    moderated.picks(message, "Which channel? None is off.", moderated.channel)
    daily = moderated.panel(Row.DAILY)
    moderated.picks(daily, "Which channel? None is off.", moderated.channel)
    moderated.types(daily, "Hour and time zone", hour="18", zone="Asia/Tokyo")
    quotation = {"channel": number, "hour": 18, "zone": "Asia/Tokyo"}
    assert moderated.settings == {"reports": number, "daily": quotation}
    told = moderated.types(daily, "Hour and time zone", hour="24", zone="Tokyo")
    assert "daily.zone: must be a time zone such as Europe/Berlin" in told.answer()[0].content
    moderated.picks(message, "Which channel? None is off.")
    moderated.picks(daily, "Which channel? None is off.")
    assert moderated.settings == {}


def test_the_panel_lists_reads_and_takes_back_what_was_changed(moderated: Moderated) -> None:
    message = moderated.panel(Row.LOG)
    moderated.picks(message, "Log", "30 days")
    moderated.presses(message, "Back")
    moderated.presses(message, "History")
    assert f"<@{moderated.mod.id}>: Log: off: nothing is kept →" in described(message)
    moderated.presses(message, "Back")
    moderated.presses(message, "Undo")
    assert f"Taken back, what <@{moderated.mod.id}> had changed:" in message.content
    assert moderated.settings == {}
    told = moderated.presses(message, "Undo")
    assert told.answer()[0].content == "There is no change to take back."


def test_discord_shows_the_commands_only_to_those_who_manage_the_server(
    moderated: Moderated,
) -> None:
    for command in ("settings show", "settings undo", "permissions"):
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


GIVEN: dict[str, dict[str, Any]] = {
    "settings show": {},
    "settings answers": {"passages": 1},
    "settings export": {},
    "settings reset": {},
    "settings delete-everything": {},
    "settings undo": {},
    "settings history": {},
    "permissions": {},
}


@pytest.mark.parametrize(("command", "options"), GIVEN.items())
def test_whom_the_server_lets_see_a_command_the_bot_still_refuses(
    command: str, options: dict[str, Any], moderated: Moderated
) -> None:
    helper, _ = admitted(moderated)
    asked = helper.asks(moderated.channel, command, **options)
    (message,) = asked.answer()
    assert message.content.startswith(NO_RIGHT)
    assert asked.private
    assert moderated.settings == {}


def test_a_role_that_the_settings_name_may_change_them_until_it_is_taken_out(
    moderated: Moderated,
) -> None:
    helper, role = admitted(moderated)
    moderated.shows("settings roles", managing=role.mention)
    (panel,) = helper.asks(moderated.channel, "settings threads").answer()
    moderated.done(helper.picks(panel, "Answers stand", "thread"))
    assert moderated.settings["threads"] == "thread"
    moderated.shows("settings roles", managing="none")
    (message,) = helper.picks(panel, "Answers stand", "here").answer()
    assert message.content.startswith(NO_RIGHT)
    (message,) = helper.presses(panel, "Back").answer()
    assert message.content.startswith(NO_RIGHT)
    assert moderated.settings == {"threads": "thread"}


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
    other, message = second(moderated), moderated.panel(Row.ANSWERS)
    other.shows("settings answers", passages=5)
    conflict(moderated, lambda one: moderated.mod.picks(one, "Passages shown", "1"), message)
    assert "**Passages shown:** 5" in described(message)
    moderated.picks(message, "Passages shown", "1")
    assert moderated.settings == {"passages": 1}


def test_another_field_is_no_conflict(moderated: Moderated) -> None:
    other, message = second(moderated), moderated.panel(Row.ANSWERS)
    other.shows("settings answers", passages=5)
    moderated.picks(message, "Length", "compact")
    assert moderated.settings == {"passages": 5, "length": "compact"}


def test_a_change_that_was_not_seen_is_neither_undone_nor_reset(moderated: Moderated) -> None:
    other, message, sure = second(moderated), moderated.shows(), moderated.shows("settings reset")
    other.shows("settings answers", passages=5)
    conflict(moderated, lambda one: moderated.mod.presses(one, "Undo"), message)
    conflict(moderated, lambda one: moderated.mod.presses(one, "Reset"), sure)


def test_a_form_that_another_overtook_is_a_conflict(moderated: Moderated) -> None:
    message, other = moderated.panel(Row.LIMITS), second(moderated)
    form = moderated.mod.presses(message, "Numbers")
    form.asks_back()
    other.shows("settings limits", member=9)
    moderated.done(moderated.mod.types_into(form, member_limit="7"))
    said = f"<@{other.mod.id}> has changed this since you looked at it: Limit of a member."
    assert said in message.content
    assert moderated.settings == {"member_limit": 9}


def test_what_is_deleted_by_now_is_said_to_be_and_taken_out_at_the_next_change(
    moderated: Moderated,
) -> None:
    gone, role = moderated.server.channel("gone"), moderated.server.role("Gone")
    channels = moderated.panel(Row.CHANNELS)
    moderated.picks(channels, "Which channels?", moderated.channel, gone)
    moderated.shows("settings roles", asking=role.mention)
    moderated.shows("settings reports", channel=gone)
    gone.delete()
    moderated.server.removes_role(role)
    state = described(moderated.shows())
    assert f"deleted channel ({gone.id})" in state
    assert f"**Who may ask:** deleted role ({role.id})" in state
    assert f"**Reports:** to deleted channel ({gone.id})" in state
    assert moderated.imports(exported(moderated)) == "Nothing changes: it is so already."
    fresh = moderated.panel(Row.CHANNELS)
    (pick,) = fresh.components[1]["components"]
    assert [int(one["id"]) for one in pick["default_values"]] == [moderated.channel.id]
    moderated.picks(fresh, "Which channels?", moderated.channel)
    assert moderated.settings["channels"]["chosen"] == [str(moderated.channel.id)]


def exported(moderated: Moderated) -> bytes:
    """Return the file that `/settings export` gives."""
    (attached,) = moderated.shows("settings export").attachments
    return moderated.live.discord.content(attached)


def test_a_control_of_another_version_of_the_bot_is_said_to_be(moderated: Moderated) -> None:
    message = moderated.shows()
    button = message.components[1]["components"][0]
    button["custom_id"] = button["custom_id"].replace(Doing.UNDO, "leap")
    (told,) = moderated.mod.presses(message, button["custom_id"]).answer()
    assert "from another version of me" in told.content
    forged = SettingsControlId(Doing.FORM, 0, "leap").custom_id
    button["custom_id"] = forged
    (told,) = moderated.mod.presses(message, forged).answer()
    assert "from another version of me" in told.content


def test_a_panel_from_before_the_bot_was_started_anew_still_works(
    own: Live, sample_index: Path, tmp_path: Path
) -> None:
    moderated = Moderated.made(own)
    message = moderated.panel(Row.ANSWERS)
    form = moderated.mod.presses(moderated.panel(Row.LIMITS), "Numbers")
    form.asks_back()
    own.program.terminate()
    assert own.program.wait() == 0
    with running(own.discord, "--index", str(sample_index), home=tmp_path):
        moderated.picks(message, "Passages shown", "4")
        moderated.done(moderated.mod.types_into(form, member_limit="7"))
        assert moderated.settings == {"passages": 4, "member_limit": 7}


def test_no_answers_button_takes_the_panels_and_no_panel_an_answers(moderated: Moderated) -> None:
    asked = moderated.mod.asks(moderated.channel, "ask", question="page 282")
    (answer,) = asked.answer()
    (copy,) = moderated.mod.presses(answer, "Copy").answer()
    assert copy.content
    pressed = moderated.presses(moderated.shows(), "History")
    assert pressed.visible == []
    assert set(ServerSettings.model_fields) == {*moderated.file["settings"]}
    assert ENGLISH(TITLES[Row.LOG]) == "Log"


def delegate(moderated: Moderated) -> tuple[Moderated, Any]:
    """Return the server with a member whom the settings let in by a role alone."""
    helper, role = admitted(moderated)
    moderated.shows("settings roles", managing=role.mention)
    live, server, channel = moderated.live, moderated.server, moderated.channel
    return Moderated(live, server, channel, helper, moderated.member), role


ONLY = "only those with the permission Manage Server decide"


def test_a_role_that_may_change_settings_lets_in_no_other(moderated: Moderated) -> None:
    helper, role = delegate(moderated)
    other, before = moderated.server.role("Friends"), moderated.settings
    assert ONLY in helper.says("settings roles", managing=other.mention)
    told = helper.picks(helper.panel(Row.ROLES), "Who else may change settings", role, other)
    assert ONLY in told.answer()[0].content
    assert ONLY in helper.says("settings undo")
    assert ONLY in helper.imports(b'{"format": 1, "settings": {}}')
    assert ONLY in helper.says("settings delete-everything")
    assert moderated.settings == before
    helper.says("settings roles", asking=other.mention)
    helper.presses(helper.shows("settings reset"), "Reset")
    assert moderated.settings == before


def test_whoever_lost_the_right_meanwhile_deletes_nothing(moderated: Moderated) -> None:
    helper, _ = delegate(moderated)
    button = SettingsControlId(Doing.SURE, 0, "delete").custom_id
    message = helper.shows("settings reset")
    message.components[0]["components"][0]["custom_id"] = button
    assert ONLY in helper.presses(message, button).answer()[0].content
    assert moderated.settings["managing"]


def test_of_a_long_list_some_are_taken_out_and_others_come(moderated: Moderated) -> None:
    many = [moderated.server.channel(f"room-{number}") for number in range(27)]
    named = " ".join(one.mention for one in many[:26])
    moderated.shows("settings channels", where="except", named=named)
    message, select = moderated.panel(Row.CHANNELS), "Channels: pick what is to be added or taken"
    moderated.picks(message, f"{select} out", many[0], many[26])
    chosen = moderated.settings["channels"]["chosen"]
    assert chosen == [str(one.id) for one in many[1:]]
    assert message.embeds[0]["title"] == TITLES[Row.CHANNELS]


def test_the_history_goes_further_back(moderated: Moderated) -> None:
    async def many(storage: Storage) -> None:
        for number in range(1, 28):
            change = Change(moderated.mod.id, {"channel_limit": number})
            await storage.change(moderated.server.id, change)

    kept(moderated.live, many)
    message = moderated.shows("settings history")
    assert "Limit of a channel: 600 questions a minute → 1 question" not in described(message)
    moderated.presses(message, "Older")
    assert "Limit of a channel: 600 questions a minute → 1 question" in described(message)
