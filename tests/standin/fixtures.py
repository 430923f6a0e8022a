"""The stand-in as a fixture: import `discord` into the conftest of the tests that need it."""

from collections.abc import Iterator

import pytest

from tests.standin.standin import StandIn


@pytest.fixture
def discord() -> Iterator[StandIn]:
    """Return a stand-in for Discord; the test fails if the bot breaks Discord's rules."""
    with StandIn() as standing_in:
        yield standing_in
