"""The real library as the peer: what it does with the stand-in in use and in trouble."""

import sys
from pathlib import Path

import pytest

from tests.standin import Channel, Member, StandIn
from tests.standin.conftest import A_BOT
from tests.standin.program import Program, command, started, until_ready


@pytest.fixture
def channel(discord: StandIn) -> Channel:
    return discord.server("Reading circle").channel("general")


@pytest.fixture
def alice(channel: Channel) -> Member:
    assert channel.server
    return channel.server.member("Alice")


def test_a_bot_in_use(discord: StandIn, channel: Channel, alice: Member, a_bot: Program) -> None:
    asked = alice.asks(channel, "ask", question="Who?")
    assert [one.content for one in asked.answer(parts=2)] == ["first Who?", "second"]
    assert (asked.private, asked.state) == (False, "answered")
    asked = alice.asks(channel, "ask", question="Who?", private=True)
    assert [one.ephemeral for one in asked.answer(parts=2)] == [True, True]
    assert asked.private
    assert alice.completes(channel, "ask", question="Wh") == [{"name": "Who?", "value": "Who?"}]
    [message] = alice.asks(channel, "now").answer()
    discord.wait(lambda: message.content == "put right", "the message to be put right")
    [reply] = alice.says(channel, f"{discord.bot.mention} who?").replies()
    assert reply.content == f"heard {discord.bot.mention} who?"
    secret = alice.says(channel, "a secret")
    a_bot.says("heard ''")
    assert alice.uses("What does it say?", secret).answer()[0].content == "says a secret"
    assert [one.content for one in alice.says_directly("alone").replies()] == ["heard alone"]
    thread = channel.thread("about lamps")
    assert alice.says(thread, f"{discord.bot.mention} here").replies()
    a_bot.terminate()
    assert a_bot.wait() == 0


def test_components_and_forms(
    discord: StandIn, channel: Channel, alice: Member, a_bot: Program
) -> None:
    [message] = alice.asks(channel, "buttons").answer()
    form = alice.presses(message, "Form")
    sent = alice.types_into(form, line="words")
    assert sent.answer()[0].content == "typed words"
    picked = alice.picks(message, "pick", "b")
    discord.wait(lambda: picked.state == "answered", "the pick to be answered")
    assert message.content == "picked b"
    alice.presses(message, "more")
    discord.wait(lambda: message.content == "more", "the message to change")
    assert message.components == []
    assert a_bot.process.poll() is None


def test_the_gateway_in_trouble(
    discord: StandIn, channel: Channel, alice: Member, a_bot: Program
) -> None:
    session = discord.sessions[-1]

    def heard(words: str) -> bool:
        return bool(alice.says(channel, f"{discord.bot.mention} {words}").replies())

    for number, trouble in enumerate((discord.drop, discord.reconnect), start=1):
        trouble()
        discord.wait(lambda n=number: session.resumed == n, "the session to go on")  # type: ignore[misc]
        assert heard(str(number))
    with discord.hold_events():
        missed = alice.says(channel, f"{discord.bot.mention} missed")
        discord.drop()
        discord.wait(lambda: session.resumed == 3, "the session to go on")
    assert len(missed.replies()) == 1
    discord.goes_away()
    missed = alice.says(channel, f"{discord.bot.mention} missed again")
    discord.comes_back()
    assert len(missed.replies()) == 1
    assert session.resumed == 4
    discord.world.gateway.patient = False  # this bot, unlike ours, waits for no turn
    discord.invalidate()
    discord.wait(lambda: len(discord.sessions) == 2, "another session")
    assert heard("anew")
    assert "resumed" in a_bot.text


def test_requests_in_trouble(
    discord: StandIn, channel: Channel, alice: Member, a_bot: Program
) -> None:
    discord.faults.answer(429, path=r"/messages$")
    assert alice.says(channel, f"{discord.bot.mention} limited").replies()
    lost = discord.faults.answer(502, path=r"/messages$", carried_out=True)
    said = alice.says(channel, f"{discord.bot.mention} lost")
    discord.wait(lambda: discord.requests[-1].status == 200 and lost.met, "another attempt")
    assert len(said.replies()) == 1
    asked = alice.asks(channel, "now", expired=True)
    a_bot.says("Unknown interaction")
    assert asked.state == "expired"


def test_a_token_is_revoked(discord: StandIn, a_bot: Program) -> None:
    discord.revoke_token()
    assert a_bot.wait() == 1
    assert discord.sessions[-1].connected is False
    assert a_bot.ended
    assert "4004" in a_bot.text


def test_only_a_granted_intent_opens_words(tmp_path: Path) -> None:
    with StandIn(privileged=["MESSAGE_CONTENT"]) as discord:
        server = discord.server("Reading circle")
        channel, alice = server.channel("general"), server.member("Alice")
        with started(discord, A_BOT, tmp_path, {"words": 1}) as program:
            until_ready(program)
            alice.says(channel, "a secret")
            program.says("heard 'a secret'")


def test_a_program_that_ends_at_once_is_shown_with_its_words(
    discord: StandIn, tmp_path: Path
) -> None:
    call = [sys.executable, "-c", "print('no such luck')"]
    with (
        started(discord, call, tmp_path, {}) as program,
        pytest.raises(AssertionError, match="no such luck"),
    ):
        until_ready(program)
    assert program.process.returncode == 0


def test_a_program_that_does_not_leave_is_made_to(
    discord: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.standin.program.LEAVING", 0.05)
    stubborn = (
        "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print('here', flush=True); signal.pause(); signal.pause()"
    )
    with started(discord, [sys.executable, "-c", stubborn], tmp_path, {}) as program:
        program.says("here")
    assert program.process.returncode == -9


def test_the_program_is_called_as_operators_call_it() -> None:
    assert command()[-1].endswith(("concordance", "bot"))
