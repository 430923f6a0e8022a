"""What goes wrong with Discord, when a test wants it to."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self, TypedDict, Unpack

if TYPE_CHECKING:
    from tests.standin.world import JSON, Request, World

WORDS = {
    401: ("401: Unauthorized", 0),
    403: ("Missing Access", 50001),
    404: ("404: Not Found", 0),
    429: ("You are being rate limited.", None),
}


class Which(TypedDict, total=False):
    """Which requests something happens to: all, unless it says."""

    method: str | None
    path: str | None  # a regular expression, found anywhere in the path
    times: int | None  # how often, None for always


@dataclass(eq=False)
class Fault:
    """Something that happens to requests that match."""

    method: str | None = None
    path: str | None = None
    times: int | None = None
    met: int = 0  # how many requests it happened to

    def takes(self, request: Request) -> bool:
        """Tell whether it happens to this request, and count it if so."""
        spent = self.times is not None and self.met >= self.times
        other = self.method is not None and self.method.upper() != request.method
        if spent or other or (self.path and not re.search(self.path, request.path)):
            return False
        self.met += 1
        return True


@dataclass(eq=False)
class Wrong(Fault):
    """An answer that is an error, although the request may have been carried out."""

    status: int = 502
    carried_out: bool = False
    retry_after: float = 0.05
    code: int | None = None
    whole: bool = False  # whether the rate limit is the global one

    @property
    def body(self) -> JSON | str:
        """Return what is answered."""
        if self.status >= 500:
            return f"<html><title>{self.status}</title></html>"
        words, code = WORDS.get(self.status, (f"{self.status}: Error", 0))
        body: JSON = {"message": words}
        if self.status == 429:
            body |= {"retry_after": self.retry_after, "global": self.whole}
        if (self.code if self.code is not None else code) is not None:
            body["code"] = self.code if self.code is not None else code
        return body

    @property
    def headers(self) -> dict[str, str]:
        """Return the headers that tell a client how long to wait."""
        if self.status != 429:
            return {}
        wait = f"{self.retry_after:.3f}"
        limits = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset-After": wait}
        scope = "global" if self.whole else "user"
        return limits | {"Via": "1.1 google", "Retry-After": wait, "X-RateLimit-Scope": scope}


@dataclass(eq=False)
class Hold(Fault):
    """Requests that are answered only when a test lets them be."""

    world: World | None = None
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def waiting(self) -> int:
        """Return how many requests have come so far."""
        return self.met

    def until(self, requests: int = 1) -> None:
        """Wait until so many requests are held."""
        assert self.world is not None
        self.world.wait(lambda: self.met >= requests, f"{requests} requests to be held")

    def release(self) -> None:
        """Let them all be answered, and hold no more."""
        assert self.world is not None
        self.times = self.met
        self.world.do(self.gate.set)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class Faults:
    """What is to go wrong with requests, in the order in which it was asked for."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.holds: list[Hold] = []
        self.wrongs: list[Wrong] = []

    def answer(self, status: int, **more: Any) -> Wrong:
        """Answer the next matching request with an error.

        `carried_out` means that it takes effect all the same; `times`, `method` and
        `path` say which requests are meant, `retry_after`, `code` and `whole` what
        the answer says.
        """
        fault = Wrong(status=status, **{"times": 1, **more})
        self._world.do(lambda: self.wrongs.append(fault))
        return fault

    def hold(self, **which: Unpack[Which]) -> Hold:
        """Hold matching requests until they are released."""
        fault = Hold(world=self._world, **which)
        self._world.do(lambda: self.holds.append(fault))
        return fault

    def clear(self) -> None:
        """Let everything go right again."""

        def change() -> None:
            for hold in self.holds:
                hold.times = hold.met
                hold.gate.set()
            self.wrongs.clear()

        self._world.do(change)

    async def delay(self, request: Request) -> None:
        """Let a request wait as long as it has to."""
        for hold in self.holds:
            if not hold.gate.is_set() and hold.takes(request):
                self._world.changed()
                await hold.gate.wait()

    def wrong(self, request: Request) -> Wrong | None:
        """Return the error that a request is to be answered with."""
        return next((one for one in self.wrongs if one.takes(request)), None)
