"""How many questions a member and a channel may ask in a minute."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from bot.errors import TooManyError

MEMBER = 20
"""Questions a minute for one member,"""
CHANNEL = 600
"""and for one channel."""

_MOST = 10_000


@dataclass(slots=True)
class _Bucket:
    """Holds what may still be asked, and when that was counted."""

    left: float
    at: float


class Limit:
    """Lets so many through in a minute, after a rest all of them at once."""

    def __init__(self, a_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.a_minute, self._clock = a_minute, clock
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def wait(self, who: Hashable) -> float:
        """Return the seconds until the next is let through; 0 where that is now."""
        missing = 1 - self._bucket(who).left
        return max(0.0, missing * 60 / self.a_minute)

    def take(self, who: Hashable) -> None:
        """Count one that was let through."""
        self._bucket(who).left -= 1

    def _bucket(self, who: Hashable) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(who, _Bucket(self.a_minute, now))
        gained = (now - bucket.at) * self.a_minute / 60
        bucket.left, bucket.at = min(self.a_minute, bucket.left + gained), now
        self._buckets.move_to_end(who)
        while len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket


class Limits:
    """The limits of a member and of a channel together."""

    def __init__(
        self,
        member: int = MEMBER,
        channel: int = CHANNEL,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._member, self._channel = Limit(member, clock), Limit(channel, clock)

    def take(self, member: int, channel: int | None) -> None:
        """Count a question; raise TooManyError, and count nothing, where there were too many."""
        waits = self._member.wait(member), self._channel.wait(channel)
        if max(waits) > 0:
            raise TooManyError(math.ceil(max(waits)), of_channel=waits[1] > waits[0])
        self._member.take(member)
        self._channel.take(channel)
