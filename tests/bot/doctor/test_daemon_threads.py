"""Work in threads: what it comes to, and that nobody waits for what never ends."""

import asyncio
import threading

import pytest

from bot.doctor.daemon_threads import DaemonThreadExecutor


def test_work_gives_what_it_comes_to() -> None:
    async def act() -> tuple[int, bool]:
        asyncio.get_running_loop().set_default_executor(DaemonThreadExecutor())
        with pytest.raises(ZeroDivisionError):
            await asyncio.to_thread(lambda: 1 // 0)
        return await asyncio.to_thread(lambda: (7, threading.current_thread().daemon))

    assert asyncio.run(act()) == (7, True)


def test_what_never_ends_holds_nobody_up() -> None:
    never = threading.Event()

    async def act() -> None:
        loop, begun = asyncio.get_running_loop(), asyncio.Event()
        loop.set_default_executor(DaemonThreadExecutor())

        def work() -> None:
            loop.call_soon_threadsafe(begun.set)
            never.wait()

        task = asyncio.create_task(asyncio.to_thread(work))
        await begun.wait()
        task.cancel()

    asyncio.run(act())
    assert not never.is_set()
    never.set()


def test_work_that_is_done_cannot_be_called_off() -> None:
    future = DaemonThreadExecutor().submit(threading.Event().is_set)
    assert future.result() is False
    assert not future.cancel()
