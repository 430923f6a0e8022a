"""`/permissions` over real sockets: what is missing where, before anyone runs into it."""

from tests.support.moderated_server import Moderated, described


def test_where_nothing_is_missing_all_that_the_bot_may_is_listed(moderated: Moderated) -> None:
    said = described(moderated.shows("permissions"))
    assert said.startswith(f"<#{moderated.channel.id}>: nothing is missing.")
    assert "I may: View Channel, Send Messages, Send Messages in Threads, Embed Links" in said


def test_what_is_missing_is_named_with_what_it_breaks_and_how_to_mend_it(
    moderated: Moderated,
) -> None:
    mute = moderated.server.channel("mute", deny=["SEND_MESSAGES", "EMBED_LINKS"])
    said = described(moderated.shows("permissions", channel=mute))
    assert said.splitlines()[0] == f"<#{mute.id}>"
    assert "**Send Messages** is missing: I cannot answer messages that mention me." in said
    assert "Edit Channel > Permissions > my role > allow Send Messages" in said
    assert "**Embed Links** is missing" in said
    assert "Attach Files" not in said


def test_all_channels_are_looked_at(moderated: Moderated) -> None:
    hidden = moderated.server.channel("hidden", deny=["VIEW_CHANNEL"])
    said = described(moderated.shows("permissions", all=True))
    assert said.splitlines()[0] == f"<#{hidden.id}>"
    assert "**View Channel** is missing: I do not see messages that mention me." in said
    assert said.endswith("1 channel: nothing is missing.")


def test_the_channels_of_reports_and_of_the_daily_quotation_are_looked_at_too(
    moderated: Moderated,
) -> None:
    reports = moderated.server.channel("reports", deny=["SEND_MESSAGES"])
    daily = moderated.server.channel("daily", deny=["VIEW_CHANNEL"])
    moderated.sets(mentions=False, reports=reports.id, daily={"channel": daily.id, "hour": 9})
    said = described(moderated.shows("permissions"))
    assert f"<#{reports.id}>\n• **Send Messages** is missing: reports do not arrive." in said
    assert f"<#{daily.id}>\n• **View Channel** is missing: the daily quotation is not" in said
    assert f"<#{moderated.channel.id}>" not in said


def test_threads_are_asked_for_where_the_settings_open_them(moderated: Moderated) -> None:
    shut = moderated.server.channel("shut", deny=["CREATE_PUBLIC_THREADS"])
    assert "nothing is missing" in described(moderated.shows("permissions", channel=shut))
    moderated.sets(overrides={str(shut.id): {"threads": "thread"}})
    said = described(moderated.shows("permissions", channel=shut))
    assert "**Create Public Threads** is missing: I cannot open a thread for a question" in said


def test_a_thread_has_what_its_channel_has(moderated: Moderated) -> None:
    mute = moderated.server.channel("mute", deny=["SEND_MESSAGES_IN_THREADS"])
    thread = mute.thread("a question")
    said = described(moderated.shows("permissions", channel=thread))
    assert f"<#{thread.id}>" in said
    assert "**Send Messages in Threads** is missing: I cannot answer in threads" in said


def test_where_members_cannot_ask_is_said(moderated: Moderated) -> None:
    moderated.sets(channels={"where": "except", "chosen": [moderated.channel.id]})
    said = described(moderated.shows("permissions"))
    assert "By the settings, members cannot ask me there." in said


def test_a_channel_or_a_role_that_is_deleted_and_still_set_is_said(moderated: Moderated) -> None:
    gone, role = moderated.server.channel("gone"), moderated.server.role("Gone")
    moderated.sets(reports=gone.id, asking=[role.id])
    gone.delete()
    moderated.server.removes_role(role)
    said = described(moderated.shows("permissions"))
    assert "The channel of reports is deleted, so they do not arrive" in said
    assert "All roles that may ask me are deleted" in said
    assert f"<#{moderated.channel.id}>: nothing is missing." in said
    assert "deleted" not in described(moderated.shows("permissions", channel=moderated.channel))
