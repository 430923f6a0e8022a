"""The connection: lost, taken up again, refused, and left in good order."""

from pathlib import Path

import pytest

from tests.standin import StandIn, once
from tests.standin.program import command, started
from tests.support.live_bot import Live, expected, shown

WRONG = "wrong-token"
QUESTION = "Who saved Chernov from the crowd?"
MESSAGES = r"^/channels/\d+/messages$"
ORIGINAL = r"/messages/@original$"
CALLBACK = r"/callback$"


def test_a_dropped_connection_is_resumed_and_the_missed_question_answered(live: Live) -> None:
    session = live.discord.sessions[-1]
    resumed = session.resumed
    with live.discord.hold_events():
        live.discord.drop()
        asked = live.asked_by_mention(QUESTION)
    assert shown(asked.replies()) == expected(live.answerer.answer(QUESTION))
    assert live.discord.sessions[-1] is session
    assert session.resumed == resumed + 1


TROUBLE = {
    "reconnect": lambda discord: discord.reconnect(),
    "invalid session, to be resumed": lambda discord: discord.invalidate(resumable=True),
    "invalid session": lambda discord: discord.invalidate(),
    "closed with 4000": lambda discord: discord.drop(4000),
}


@pytest.mark.parametrize("trouble", TROUBLE.values(), ids=TROUBLE)
def test_trouble_with_the_session_is_survived(live: Live, trouble: object) -> None:
    assert callable(trouble)
    first = live.asked_by_mention(QUESTION)
    first.replies()
    session = live.discord.sessions[-1]
    resumed = session.resumed
    trouble(live.discord)
    live.discord.wait(
        lambda: session.resumed > resumed or live.discord.sessions[-1] is not session,
        "a session again",
    )
    second = live.asked_by_mention(QUESTION)
    second.replies()
    assert [len(first.replies()), len(second.replies())] == [1, 1]


FAULTS = {
    "429": {"status": 429},
    "429 for all": {"status": 429, "whole": True},
    "502": {"status": 502},
    "502 although it was done": {"status": 502, "carried_out": True},
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_mention_is_answered_once_though_discord_fails(
    live: Live, fault: dict[str, object]
) -> None:
    met = live.discord.faults.answer(path=MESSAGES, method="POST", **fault)  # type: ignore[arg-type]
    asked = live.asked_by_mention(QUESTION)
    assert shown(asked.replies()) == expected(live.answerer.answer(QUESTION))
    live.asked_by_mention("hello").replies()
    assert met.met == 1
    assert len(asked.replies()) == 1


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
@pytest.mark.parametrize("path", [CALLBACK, ORIGINAL])
def test_a_command_is_answered_once_though_discord_fails(
    live: Live, fault: dict[str, object], path: str
) -> None:
    met = live.discord.faults.answer(path=path, **fault)  # type: ignore[arg-type]
    asked = live.alice.asks(live.channel, "ask", question=QUESTION)
    messages = asked.answer()
    live.asked_by_mention("hello").replies()
    assert met.met == 1
    assert shown(messages) == expected(live.answerer.answer(QUESTION))
    assert asked.visible == messages


def test_discord_gone_and_back_again(live: Live) -> None:
    with live.discord.faults.hold(path=MESSAGES) as held:
        asked = live.asked_by_mention(QUESTION)
        held.until()
        session = live.discord.sessions[-1]
        live.discord.goes_away()
    missed = live.asked_by_mention(QUESTION)
    live.discord.comes_back()
    assert [len(one.replies()) for one in (asked, missed)] == [1, 1]
    assert live.discord.sessions[-1] is session
    assert len(live.asked_by_mention(QUESTION).replies()) == 1


def test_told_to_end_while_it_loads_it_leaves_in_good_order(
    sample_index: Path, tmp_path: Path
) -> None:
    call = [*command(), "run", "--index", str(sample_index)]
    with StandIn() as discord, started(discord, call, tmp_path, {"log_level": "debug"}) as program:
        program.says("loading")
        program.terminate()
        assert program.wait() == 0
        assert discord.requests == []


def test_a_token_that_is_revoked_ends_the_bot_with_a_sentence(own: Live) -> None:
    own.discord.revoke_token()
    assert own.program.wait() == 2
    assert "Discord refuses the token" in own.program.log[-1]
    assert "Traceback" not in own.program.text


@pytest.mark.parametrize("name", ["run", "sync"])
def test_a_wrong_token_is_refused_with_a_sentence(
    sample_index: Path, tmp_path: Path, name: str
) -> None:
    with StandIn() as discord:
        ended = once(discord, name, home=tmp_path, index=sample_index, token=WRONG)
    assert ended.status == 2
    assert ended.err.splitlines()[-1].startswith("concordance: Discord refuses the token; ")
    assert WRONG not in ended.err


def test_a_gateway_that_is_not_there_is_named(sample_index: Path, tmp_path: Path) -> None:
    with StandIn() as discord:
        ended = once(
            discord,
            "run",
            "--index",
            str(sample_index),
            home=tmp_path,
            discord_gateway="ws://127.0.0.1:9/",
        )
    assert ended.status == 2
    assert "ws://127.0.0.1:9/" in ended.err.splitlines()[-1]


def test_leaving_answers_what_is_in_flight_and_nothing_new(own: Live) -> None:
    with own.discord.faults.hold(path=MESSAGES) as held:
        asked = own.asked_by_mention(QUESTION)
        held.until()
        own.program.terminate()
        own.program.says('"stopping"')
        late = own.alice.asks(own.channel, "ask", question=QUESTION)
        (told,) = late.answer()
    assert len(asked.replies()) == 1
    assert "being restarted" in told.content
    assert own.program.wait(within=10) == 0
    assert own.discord.sessions[-1].closed_with == 1000
    assert '"stopped"' in own.program.log[-1]
