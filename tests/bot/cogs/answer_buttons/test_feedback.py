"""What members think of passages, as the moderators of a server are told of it."""

from datetime import date
from pathlib import Path

import pytest

from tests.bot.cogs.answer_buttons.test_cog import MANY, QUESTION, asked, labels
from tests.standin import Channel, Message, running
from tests.support.live_bot import Live, expected, said, shown
from tests.support.stored_settings import kept, settle

BUTTONS = {"Not this": "does not answer the question", "Wrong page?": "doubts the page"}


@pytest.fixture
def reports(watched: Live) -> Channel:
    """Return the channel that reports go to."""
    channel = watched.server.channel("reports")
    settle(watched, reports=channel.id)
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
    watched: Live, reports: Channel, button: str
) -> None:
    message = asked(watched)
    assert "moderators of this server are shown the passage" in judged(watched, message, button)
    (report,) = reported(watched, reports)
    answer = watched.answerer.answer(QUESTION)
    assert shown([report]) == expected(answer)[:1]
    assert BUTTONS[button] in report.content
    assert QUESTION in said([report])
    assert f"edition {answer.edition[:12]}" in report.content
    assert labels(report) == [["Resolved", "Show passage"]]
    assert str(watched.alice.id) not in str(report.json)
    assert "Alice" not in str(report.json)


def test_the_same_report_comes_once_and_what_is_helpful_never(
    watched: Live, reports: Channel
) -> None:
    message = asked(watched)
    for _ in range(2):
        judged(watched, message, "Wrong page?")
        watched.server.member("Ben").presses(message, "Wrong page?").answer()
    assert judged(watched, message, "Helpful") == "Thank you, noted."
    judged(watched, message, "Not this")
    assert len(reported(watched, reports, 2)) == 2
    judged(watched, asked(watched, question=MANY), "Not this")
    assert len(reported(watched, reports, 3)) == 3


def test_a_report_is_resolved_by_who_may_manage_messages_and_no_one_else(
    watched: Live, reports: Channel
) -> None:
    judged(watched, asked(watched), "Wrong page?")
    (report,) = reported(watched, reports)
    before = report.content
    (told,) = watched.server.member("Ben").presses(report, "Resolved").answer()
    assert told.ephemeral
    assert "Only those who may manage messages here" in told.content
    assert report.content == before
    moderator = watched.server.member("Mo", permissions=["MANAGE_MESSAGES"])
    moderator.presses(report, "Resolved")
    watched.discord.wait(lambda: report.edited, "the report to be marked")
    assert report.content == f"Resolved by {moderator.mention}.\n{before}"
    assert report.mentions == []
    assert labels(report) == [["Show passage"]]
    assert shown([report]) == expected(watched.answerer.answer(QUESTION))[:1]


def test_the_passage_of_a_report_is_shown_to_the_moderator_alone(
    watched: Live, reports: Channel
) -> None:
    judged(watched, asked(watched), "Wrong page?")
    (report,) = reported(watched, reports)
    pressed = watched.server.member("Mo").presses(report, "Show passage")
    (passage,) = pressed.answer()
    assert pressed.private
    assert shown([passage]) == expected(watched.answerer.answer(QUESTION))[:1]
    assert "has changed" not in said([passage])


@pytest.mark.parametrize("why", ["none", "gone", "closed"])
def test_without_a_channel_that_can_be_written_there_is_only_the_log(
    watched: Live, why: str
) -> None:
    closed = watched.server.channel("closed", deny=["SEND_MESSAGES"])
    settle(watched, reports={"none": None, "gone": 1234, "closed": closed.id}[why])
    before = len(watched.program.text)
    thanks = judged(watched, asked(watched), "Wrong page?")
    assert thanks.startswith("Thank you, noted: somebody is to look")
    lines = ['"feedback"'] if why == "none" else ['"feedback"', '"report_post_failed"']
    logged = lambda: all(line in watched.program.text[before:] for line in lines)  # noqa: E731
    watched.discord.wait(logged, "the lines")
    assert ('"report_post_failed"' in watched.program.text[before:]) == (why != "none")
    assert closed.said == []


def test_a_report_that_could_not_be_posted_may_come_again(watched: Live, reports: Channel) -> None:
    message = asked(watched)
    watched.discord.faults.answer(403, method="POST", path=f"/channels/{reports.id}/")
    judged(watched, message, "Wrong page?")
    watched.discord.wait(
        lambda: '"report_post_failed"' in watched.program.text, "a line in the log"
    )
    assert reports.said == []
    judged(watched, message, "Wrong page?")
    reported(watched, reports)


def test_feedback_is_counted_only_where_the_log_is_on(watched: Live) -> None:
    def counted() -> dict[str, int]:
        found = kept(watched, lambda one: one.read_insights(watched.server.id, date(2000, 1, 1)))
        return dict(found.feedback)

    message = asked(watched)
    judged(watched, message, "Helpful")
    settle(watched, log="counts")
    for button in ("Helpful", "Not this", "Helpful"):
        judged(watched, message, button)
    watched.discord.wait(lambda: sum(counted().values()) == 3, "three counted")
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
