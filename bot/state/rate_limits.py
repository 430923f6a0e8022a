"""How many questions a member and a channel may ask in a minute, and who is slowed down."""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from cachetools import LRUCache, TLRUCache

from bot.errors import TooManyError
from bot.servers.settings import ServerSettings
from bot.state.conversations import ConversationKey
from bot.state.flood import Flood

MAX_BUCKETS = 10_000
"""Members and channels that are counted; who asked longest ago is forgotten first."""


@dataclass(slots=True)
class _Bucket:
    """Holds how much of a minute's questions is used up, and when that was counted."""

    used: float
    at: float


class RateLimit:
    """Lets so many through in a minute, after a rest all of them at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: LRUCache[Hashable, _Bucket] = LRUCache(MAX_BUCKETS)

    def wait(self, who: Hashable, a_minute: int) -> float:
        """Return the seconds until the next is let through; 0 where that is now."""
        over = self._bucket(who, a_minute).used + 1 - a_minute
        return max(0.0, over * 60 / a_minute)

    def take(self, who: Hashable, a_minute: int) -> None:
        """Count one that was let through."""
        self._bucket(who, a_minute).used += 1

    def _bucket(self, who: Hashable, a_minute: int) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.get(who) or _Bucket(0.0, now)
        left = bucket.used - (now - bucket.at) * a_minute / 60
        bucket.used, bucket.at = min(a_minute, max(0.0, left)), now
        self._buckets[who] = bucket
        return bucket


class RateLimits:
    """The limits of a member in one server, and of a channel, together."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._members, self._channels, self._flood = (
            RateLimit(clock),
            RateLimit(clock),
            Flood(clock),
        )
        self._told: TLRUCache[int | None, float] = TLRUCache(MAX_BUCKETS, _end_of_wait, clock)

    def take(self, place: ConversationKey, settings: ServerSettings) -> None:
        """Count a question; raise TooManyError, and count nothing, where there were too many.

        A member who runs into his limit again and again has to pause, and so long is told
        nothing more; nor is a channel again, before the time that it was told.
        """
        server, channel, member = place
        who, of_member, of_channel = (server, member), settings.member_limit, settings.channel_limit
        if (pause := self._flood.pause(who)) > 0:
            raise TooManyError(math.ceil(pause), quiet=True)
        if (wait := self._members.wait(who, of_member)) > 0:
            raise TooManyError(math.ceil(self._flood.strike(who, wait)))
        if (wait := self._channels.wait(channel, of_channel)) > 0:
            raise TooManyError(math.ceil(wait), of_channel=True, quiet=self._is_told(channel, wait))
        self._members.take(who, of_member)
        self._channels.take(channel, of_channel)

    def _is_told(self, channel: int | None, wait: float) -> bool:
        """Say whether a channel was told to wait as long; else note that it is told now."""
        if channel in self._told:
            return True
        self._told[channel] = wait
        return False


def _end_of_wait(_channel: int | None, wait: float, now: float) -> float:
    return now + wait
