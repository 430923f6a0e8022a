"""What goes wrong when a test wants it to."""

import pytest

from tests.standin import StandIn
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


@pytest.mark.parametrize("whole", [False, True])
def test_a_rate_limit_is_as_clients_expect_it(plain: Plain, whole: bool) -> None:
    plain.discord.faults.answer(429, retry_after=0.25, whole=whole)
    answer = plain("GET", "/users/@me")
    assert answer.status == 429
    assert (answer.body["retry_after"], answer.body["global"]) == (0.25, whole)
    assert answer.headers["Via"]
    assert answer.headers["X-RateLimit-Remaining"] == "0"
    assert answer.headers["Retry-After"] == "0.250"


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
