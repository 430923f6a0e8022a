"""Who may not ask: right at each question, and not waited for where no database answers."""

import asyncio
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.errors import BlockedError
from bot.i18n.translations import ENGLISH
from bot.state.block_cache import BlockCache
from bot.storage import batched_reads
from bot.storage.errors import StorageError
from bot.storage.records import MemberBlock
from tests.support.manual_clock import NOON, Moved

BLOCK = MemberBlock(3, 4, NOON, NOON + timedelta(hours=1))
ALWAYS = MemberBlock(3, 4, NOON, None)


class Answering:
    """A database that answers with a block, with an error, or never."""

    def __init__(self) -> None:
        self.block: MemberBlock | None = None
        self.away: Exception | None = None
        self.silent = False

    async def find_blocks(
        self, asked: frozenset[tuple[int, int]], now: datetime
    ) -> dict[tuple[int, int], MemberBlock]:
        """Answer, as it is told."""
        assert asked == {(9, 3)}
        if self.silent:
            await asyncio.Event().wait()
        if self.away is not None:
            raise self.away
        over = self.block and self.block.until and self.block.until <= now
        return {} if self.block is None or over else {(9, 3): self.block}


def blocks() -> tuple[BlockCache, Any, Moved]:
    """Return the blocks, the database that has them, and the clock."""
    storage: Any = Answering()
    clock = Moved()
    return BlockCache(storage, clock), storage, clock


async def refused(one: BlockCache, server: int | None = 9) -> BlockedError | None:
    """Return the error for a question of a member."""
    try:
        await one.check(server, 3)
    except BlockedError as error:
        return error
    return None


def test_a_block_holds_from_the_next_question_until_it_ends_or_is_lifted() -> None:
    async def act() -> None:
        one, storage, clock = blocks()
        assert await refused(one) is None
        storage.block = BLOCK
        error = await refused(one)
        assert error is not None
        assert error.until == BLOCK.until
        assert f"<t:{BLOCK.until.timestamp():.0f}:f>" in error.translate(ENGLISH)  # type: ignore[union-attr]
        clock.move(3600)
        assert await refused(one) is None
        storage.block = ALWAYS
        assert await refused(one) is not None
        storage.block = None
        assert await refused(one) is None

    asyncio.run(act())


def test_only_the_first_refusal_of_a_block_is_the_first() -> None:
    async def act() -> None:
        one, storage, _ = blocks()
        for block in (BLOCK, ALWAYS):
            storage.block = block
            found = [await refused(one) for _ in range(3)]
            assert [error.again for error in found if error] == [False, True, True]

    asyncio.run(act())


def test_nobody_is_blocked_in_a_direct_message_or_without_a_database() -> None:
    async def act() -> None:
        one, storage, _ = blocks()
        storage.block = ALWAYS
        assert await refused(one, None) is None
        assert await refused(BlockCache()) is None

    asyncio.run(act())


@pytest.mark.parametrize("silent", [False, True])
def test_where_no_database_answers_the_last_known_block_holds_until_it_ends(
    silent: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batched_reads, "READ_TIMEOUT", 0.001)

    async def act() -> None:
        one, storage, clock = blocks()
        storage.silent, storage.away = silent, StorageError("is away", "wait")
        assert await refused(one) is None
        storage.silent, storage.away, storage.block = False, None, BLOCK
        assert await refused(one) is not None
        storage.silent, storage.away = silent, StorageError("is away", "wait")
        assert await refused(one) is not None
        clock.move(3600)
        assert await refused(one) is None

    asyncio.run(act())
