"""What goes wrong when a test wants it to."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.standin import StandIn
from tests.standin.listener import Connect, talk
from tests.standin.plain import Plain


@pytest.mark.parametrize("status", [401, 403, 404, 500, 502])
def test_the_next_request_is_answered_with_an_error(plain: Plain, status: int) -> None:
    channel = plain.discord.server("Reading circle").channel("general")
    fault = plain.discord.faults.answer(status, method="POST", path=r"/messages$")
    assert plain("GET", "/users/@me").status == 200
    assert plain.send(channel, content="words").status == status
    assert channel.said == []
    assert plain.send(channel, content="words").status == 200
    assert fault.met == 1
    assert [one.status for one in plain.discord.requests] == [200, status, 200]


def test_an_error_may_have_a_code_of_its_own(plain: Plain) -> None:
    plain.discord.faults.answer(403, code=50013, times=2)
    assert [plain("GET", "/users/@me").code for _ in range(2)] == [(403, 50013)] * 2
    assert plain("GET", "/users/@me").status == 200


def test_an_error_may_hide_that_the_request_was_carried_out(plain: Plain) -> None:
    channel = plain.discord.server("Reading circle").channel("general")
    plain.discord.faults.answer(502, carried_out=True, path="/messages")
    once = {"content": "words", "nonce": "1", "enforce_nonce": True}
    assert plain.send(channel, **once).status == 502
    assert len(channel.said) == 1
    assert plain.send(channel, **once).status == 200
    assert len(channel.said) == 1


@pytest.mark.parametrize("whole", [False, True])
def test_a_rate_limit_is_as_clients_expect_it(plain: Plain, whole: bool) -> None:
    plain.discord.faults.answer(429, retry_after=0.25, whole=whole)
    answer = plain("GET", "/users/@me")
    assert answer.status == 429
    assert (answer.body["retry_after"], answer.body["global"]) == (0.25, whole)
    assert answer.headers["Via"]
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert answer.headers["Retry-After"] == "0.250"


def test_requests_are_held_until_they_are_released(plain: Plain) -> None:
    channel = plain.discord.server("Reading circle").channel("general")
    with ThreadPoolExecutor() as pool:
        with plain.discord.faults.hold(path="/messages") as held:
            sending = [pool.submit(plain.send, channel, content="words") for _ in range(2)]
            held.until(requests=2)
            assert plain("GET", "/users/@me").status == 200
            assert [one.done() for one in sending] == [False, False]
            assert [one.status for one in plain.discord.requests] == [None, None, 200]
        assert [one.result().status for one in sending] == [200, 200]
    assert plain.send(channel, content="words").status == 200
    assert len(channel.said) == 3


def test_a_slow_answer_comes_all_the_same(plain: Plain) -> None:
    fault = plain.discord.faults.slow(0.01, times=1)
    assert plain("GET", "/users/@me").status == 200
    assert plain("GET", "/users/@me").status == 200
    assert fault.met == 1


def test_faults_are_cleared(plain: Plain) -> None:
    plain.discord.faults.answer(500, times=None)
    assert plain("GET", "/users/@me").status == 500
    plain.discord.faults.clear()
    assert plain("GET", "/users/@me").status == 200


def test_discord_goes_away_and_comes_back_at_its_address(plain: Plain) -> None:
    discord = plain.discord

    async def conversation(connect: Connect) -> None:
        bot = await connect()
        session = (await bot.begin())["session_id"]
        discord.goes_away()
        assert await bot.closed() == 1006
        with pytest.raises(ConnectionError):
            plain("GET", "/users/@me")
        discord.server("Reading circle")
        discord.comes_back()
        assert plain("GET", "/users/@me").status == 200
        again = await connect()
        await again.resume(session, bot.seen)
        assert (await again.next())["t"] == "GUILD_CREATE"
        assert (await again.next())["t"] == "RESUMED"

    talk(discord, conversation)


def test_a_bot_that_breaks_a_rule_is_told_on_at_the_end() -> None:
    with pytest.raises(AssertionError, match=r"unknown route: GET /stickers"), StandIn() as discord:
        Plain(discord)("GET", "/stickers")


def test_an_error_of_the_tests_own_is_not_hidden() -> None:
    def failing() -> None:
        with StandIn() as discord:
            Plain(discord)("GET", "/stickers")
            raise ValueError("its own")

    with pytest.raises(ValueError, match="its own"):
        failing()


def test_an_expected_violation_must_come(discord: StandIn) -> None:
    with pytest.raises(AssertionError, match="no violation"), discord.expect_violation("x"):
        pass
