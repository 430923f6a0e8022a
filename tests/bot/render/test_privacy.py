"""What is kept, in words: as the settings have it, and on one member."""

from datetime import UTC, datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import render
from bot.components.answer_buttons import AnswerAction, read
from bot.formatting.markdown import length, read_shown
from bot.i18n.translations import ENGLISH
from bot.render.message import MAX_DESCRIPTION
from bot.servers.settings import DEFAULTS, Log
from bot.storage.records import MemberBlock, MemberData
from tests.support.made_answers import words

AT = datetime(2026, 5, 1, 12, 30, tzinfo=UTC)


def lines(message: render.Message) -> str:
    """Return what a reader sees in a message."""
    (embed,) = message.embeds
    return "\n".join(line for line, _ in read_shown(embed.description or ""))


def test_by_default_nothing_is_kept_of_questions() -> None:
    message = render.privacy_notice(DEFAULTS, ENGLISH)
    assert "No question and no answer is kept here, and none is counted." in lines(message)
    assert "moderators of this server" not in lines(message)
    actions = [read(one.custom_id).action for one in message.rows[0]]
    assert actions == [AnswerAction.HELD, AnswerAction.FORGET]


@pytest.mark.parametrize("log", get_args(Log))
def test_a_log_is_told_as_it_is_set(log: Log) -> None:
    told = lines(render.privacy_notice(DEFAULTS.change(log=log, reports=7), ENGLISH))
    assert ("are kept for" in told) == log.endswith("days")
    assert log.removesuffix(" days") in told or log in ("off", "counts")
    assert ("secret key" in told) == log.endswith("days")
    assert "also go to the moderators of this server" in told


def test_a_direct_message_is_no_servers() -> None:
    assert "In direct messages no question" in lines(render.privacy_notice(None, ENGLISH))


def test_what_is_held_is_told_server_by_server() -> None:
    asked = ((AT, "Who lit *it*?"),)
    every = [
        ("Lamps", MemberData(1, asked, MemberBlock(3, 4, AT, None), 2)),
        ("Empty", MemberData(2, (), None, 0)),
        ("Ice", MemberData(5, (), MemberBlock(3, 4, AT, AT), 0, 1)),
    ]
    assert lines(render.member_data(every, 1, ENGLISH)).split("\n") == [
        "In Lamps:",
        "• a block, for always",
        "• 2 changes of the settings",
        "• 2026-05-01 12:30 UTC: Who lit *it*?",
        "In Ice:",
        "• a block, until 2026-05-01 12:30 UTC",
        "• 1 block that you set",
        "In memory: 1 question of the last ten minutes.",
    ]
    assert lines(render.member_data([], 0, ENGLISH)) == "I keep nothing on you."


@given(st.lists(words(), min_size=1, max_size=5), st.sampled_from((1, 20)))
def test_every_question_is_told_however_many_they_are(asked: list[str], times: int) -> None:
    questions = tuple((AT, one) for one in asked * times)
    message = render.member_data([("Lamps", MemberData(1, questions, None, 0))], 0, ENGLISH)
    if message.file is not None:
        told = message.file.split("\n")
    else:
        (embed,) = message.embeds
        assert length(embed.description or "") <= MAX_DESCRIPTION
        told = [line for line, _ in read_shown(embed.description or "")]
    assert len(told) == 1 + len(questions)
    assert [read(one.custom_id).action for one in message.rows[0]] == [AnswerAction.FORGET]
