"""What the stand-in's own tests share."""

import pytest

from tests.standin import StandIn
from tests.standin.fixtures import discord
from tests.standin.plain import Plain

__all__ = ["discord"]


@pytest.fixture
def plain(discord: StandIn) -> Plain:
    """Return a peer that asks over HTTP what it is told to."""
    return Plain(discord)
