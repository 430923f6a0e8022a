"""A scene that is played with a database of its own, and a clock that the test moves."""

from collections.abc import Awaitable, Callable

from bot.storage.repository import Storage
from tests.support.manual_clock import Moved
from tests.support.simulated_bot import Log, Scene, play


def played(act: Callable[[Scene], Awaitable[None]], storage: Storage, clock: Moved) -> Log:
    """Play a scene with a database and a clock."""

    async def closed(scene: Scene) -> None:
        try:
            await act(scene)
        finally:
            await storage.close()

    return play(closed, storage=storage, clock=clock)
