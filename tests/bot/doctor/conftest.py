"""What the tests of the checks stand in: an empty folder, told nothing; and Discord."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.standin import StandIn


@pytest.fixture
def bare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty folder as the current one, where no setting is set."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("CONCORDANCE_")]:
        monkeypatch.delenv(name)
    return tmp_path


@pytest.fixture
def discord() -> Iterator[StandIn]:
    """Return a stand-in; the test fails where a check breaks Discord's rules."""
    with StandIn() as running:
        yield running
