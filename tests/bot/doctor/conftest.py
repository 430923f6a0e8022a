"""Discord, as the checks meet it."""

from collections.abc import Iterator

import pytest

from tests.standin import StandIn


@pytest.fixture
def discord() -> Iterator[StandIn]:
    """Return a stand-in; the test fails where a check breaks Discord's rules."""
    with StandIn() as running:
        yield running
