"""What members think of passages, as the moderators of a server are told of it."""

from datetime import date
from pathlib import Path

import pytest

from tests.bot.cogs.test_buttons import QUESTION, asked, labels
from tests.bot.kept import kept, settle
from tests.bot.live import Live, expected, said, shown
from tests.standin import Channel, Message, running

BUTTONS = {"Not this": "does not answer the question", "Wrong page?": "doubts the page"}


@pytest.fixture
def reports(moderated: Live) -> Channel:
    """Return the channel that reports go to."""
    channel = moderated.server.channel("reports")
    settle(moderated, reports=channel.id)
    return channel


def judged(live: Live, message: Message, button: str) -> str:
    """Let Alice say what she thinks, and return what she is told."""
    pressed = live.alice.presses(message, button)
    (thanks,) = pressed.answer()
    assert pressed.private
    return thanks.content


def reported(live: Live, channel: Channel, number: int = 1) -> list[Message]:
    """Wait until so many reports have come."""
    live.discord.wait(lambda: len(channel.said) >= number, f"{number} reports")
    return channel.said


@pytest.mark.parametrize("button", BUTTONS)
def test_a_report_has_the_passage_its_reference_the_question_and_nobody(
    moderated: Live, reports: Channel, button: str
) -> None:
    message = asked(moderated)
    assert "moderators of this server are shown the passage" in judged(moderated, message, button)
    (report,) = reported(moderated, reports)
    answer = moderated.answerer.answer(QUESTION)
    assert shown([report]) == expected(answer)[:1]
    assert BUTTONS[button] in report.content
    assert QUESTION in said([report])
    assert f"edition {answer.edition[:12]}" in report.content
    assert labels(report) == [["Resolved", "Show passage"]]
    assert str(moderated.alice.id) not in str(report.json)
    assert "Alice" not in str(report.json)


def test_the_same_report_comes_once_and_what_is_helpful_never(
    moderated: Live, reports: Channel
) -> None:
    message = asked(moderated)
    for _ in range(2):
        judged(moderated, message, "Wrong page?")
        moderated.server.member("Ben").presses(message, "Wrong page?").answer()
    assert judged(moderated, message, "Helpful") == "Thank you, noted."
    judged(moderated, message, "Not this")
    assert len(reported(moderated, reports, 2)) == 2
    judged(moderated, asked(moderated, question="Who was Parvus?"), "Not this")
    assert len(reported(moderated, reports, 3)) == 3


def test_a_report_is_resolved_by_who_may_manage_messages_and_no_one_else(
    moderated: Live, reports: Channel
) -> None:
    judged(moderated, asked(moderated), "Wrong page?")
    (report,) = reported(moderated, reports)
    before = report.content
    (told,) = moderated.server.member("Ben").presses(report, "Resolved").answer()
    assert told.ephemeral
    assert "Only those who may manage messages here" in told.content
    assert report.content == before
    moderator = moderated.server.member("Mo", permissions=["MANAGE_MESSAGES"])
    moderator.presses(report, "Resolved")
    moderated.discord.wait(lambda: report.edited, "the report to be marked")
    assert report.content == f"Resolved by {moderator.mention}.\n{before}"
    assert report.mentions == []
    assert labels(report) == [["Show passage"]]
    assert shown([report]) == expected(moderated.answerer.answer(QUESTION))[:1]


def test_the_passage_of_a_report_is_shown_to_the_moderator_alone(
    moderated: Live, reports: Channel
) -> None:
    judged(moderated, asked(moderated), "Wrong page?")
    (report,) = reported(moderated, reports)
    pressed = moderated.server.member("Mo").presses(report, "Show passage")
    (passage,) = pressed.answer()
    assert pressed.private
    assert shown([passage]) == expected(moderated.answerer.answer(QUESTION))[:1]
    assert "has changed" not in said([passage])


@pytest.mark.parametrize("why", ["none", "gone", "closed"])
def test_without_a_channel_that_can_be_written_there_is_only_the_log(
    moderated: Live, why: str
) -> None:
    closed = moderated.server.channel("closed", deny=["SEND_MESSAGES"])
    settle(moderated, reports={"none": None, "gone": 1234, "closed": closed.id}[why])
    before = len(moderated.program.text)
    thanks = judged(moderated, asked(moderated), "Wrong page?")
    assert thanks.startswith("Thank you, noted: somebody is to look")
    moderated.discord.wait(lambda: '"feedback"' in moderated.program.text[before:], "a line")
    assert ('"unreported"' in moderated.program.text[before:]) == (why != "none")
    assert closed.said == []


def test_a_report_that_could_not_be_posted_may_come_again(
    moderated: Live, reports: Channel
) -> None:
    message = asked(moderated)
    moderated.discord.faults.answer(403, method="POST", path=f"/channels/{reports.id}/")
    judged(moderated, message, "Wrong page?")
    moderated.discord.wait(lambda: '"unreported"' in moderated.program.text, "a line in the log")
    assert reports.said == []
    judged(moderated, message, "Wrong page?")
    reported(moderated, reports)


def test_feedback_is_counted_only_where_the_log_is_on(moderated: Live) -> None:
    def counted() -> dict[str, int]:
        found = kept(moderated, lambda one: one.insights(moderated.server.id, date(2000, 1, 1)))
        return dict(found.feedback)

    message = asked(moderated)
    judged(moderated, message, "Helpful")
    settle(moderated, log="counts")
    for button in ("Helpful", "Not this", "Helpful"):
        judged(moderated, message, button)
    moderated.discord.wait(lambda: sum(counted().values()) == 3, "three counted")
    assert counted() == {"helpful": 2, "notthis": 1}


def test_reports_outlive_the_bot(sample_index: Path, own: Live) -> None:
    reports = own.server.channel("reports")
    settle(own, reports=reports.id)
    judged(own, asked(own), "Wrong page?")
    (report,) = reported(own, reports)
    own.program.terminate()
    own.program.wait()
    with running(own.discord, "--index", str(sample_index), home=own.home):
        (passage,) = own.alice.presses(report, "Show passage").answer()
        assert shown([passage]) == expected(own.answerer.answer(QUESTION))[:1]
        moderator = own.server.member("Mo", permissions=["MANAGE_MESSAGES"])
        moderator.presses(report, "Resolved")
        own.discord.wait(lambda: report.edited, "the report to be marked")
