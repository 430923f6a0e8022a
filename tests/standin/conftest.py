"""What the stand-in's own tests share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standin import StandIn
from tests.standin.fixtures import discord
from tests.standin.plain import Plain
from tests.standin.program import Program, started, until_ready

__all__ = ["discord"]

A_BOT = [sys.executable, "-m", "tests.standin.a_bot"]


@pytest.fixture
def plain(discord: StandIn) -> Plain:
    """Return a peer that asks over HTTP what it is told to."""
    return Plain(discord)


@pytest.fixture
def a_bot(discord: StandIn, tmp_path: Path) -> Iterator[Program]:
    """Run a small bot on the real library."""
    with started(discord, A_BOT, tmp_path, {}) as program:
        until_ready(program)
        yield program
