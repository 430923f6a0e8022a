"""What the tests of several features need."""

import asyncio
from pathlib import Path

import pytest

from bot.storage.repository import Storage
from bot.storage.schema import upgrade


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    """Return a database of the test's own."""
    url = f"sqlite:///{tmp_path / 'kept.db'}"
    asyncio.run(upgrade(url))
    return Storage(url)
