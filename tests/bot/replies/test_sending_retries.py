"""Patience with Discord: what passes is tried again, what does not once."""

import asyncio

import pytest

from bot.replies.sending import send_with_retries
from tests.support.simulated_bot import refusal


def test_patience_ends_with_what_went_wrong(waited: list[float]) -> None:
    async def send() -> None:
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        asyncio.run(send_with_retries(send))
    assert 420 - 15 <= sum(waited) <= 420
    assert waited == sorted(waited)
    assert max(waited) == 15


@pytest.mark.parametrize(
    "error", [refusal(400), refusal(403), refusal(404), ValueError()], ids=repr
)
def test_what_does_not_pass_is_tried_once(error: Exception, waited: list[float]) -> None:
    async def send() -> None:
        raise error

    with pytest.raises(type(error)):
        asyncio.run(send_with_retries(send))
    assert waited == []
