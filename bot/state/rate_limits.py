"""The questions that a member and a channel may ask in a minute, and the pauses after a flood."""

import math
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import NamedTuple

from cachetools import LRUCache, TLRUCache, TTLCache

from bot.errors import TooManyQuestionsError
from bot.servers.settings import ServerSettings
from bot.state.conversations import ConversationKey

FORGIVEN_AFTER = 300.0
"""Seconds without running into the limit after which all strikes are forgotten."""

FREE_STRIKES = 2
"""Times that somebody may run into the limit without an extra pause."""

FIRST_PAUSE = 15.0
"""Seconds of the first pause; each further one is twice as long."""

MAX_PAUSE = 240.0
"""Seconds of the longest pause."""

MAX_MEMBERS = 10_000
"""Members whose strikes are kept; the oldest are forgotten first."""


class _Strikes(NamedTuple):
    """How often somebody ran into the limit, and until when they have to pause."""

    times: int = 0
    until: float = 0.0


class Flood:
    """Counts strikes against a rate limit, and lengthens the wait with each."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._strikes: TTLCache[Hashable, _Strikes] = TTLCache(MAX_MEMBERS, FORGIVEN_AFTER, clock)

    def pause(self, member: Hashable) -> float:
        """Return the seconds that somebody still has to pause, usually 0."""
        return max(0.0, self._strikes.get(member, _Strikes()).until - self._clock())

    def strike(self, member: Hashable, wait: float) -> float:
        """Count a strike; return the seconds to wait, at least those of the rate limit."""
        times = self._strikes.get(member, _Strikes()).times + 1
        if times <= FREE_STRIKES:
            self._strikes[member] = _Strikes(times)
            return wait
        pause = max(wait, min(MAX_PAUSE, FIRST_PAUSE * 2.0 ** min(times - FREE_STRIKES - 1, 9)))
        self._strikes[member] = _Strikes(times, self._clock() + pause)
        return pause


MAX_BUCKETS = 10_000
"""Members and channels counted at once; the least recently used are forgotten first."""


@dataclass(slots=True)
class _Bucket:
    """How much of a minute's questions is used up, and when that was computed."""

    used: float
    at: float


class RateLimit:
    """A leaky bucket for each key: after a rest, a minute's questions may come all at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: LRUCache[Hashable, _Bucket] = LRUCache(MAX_BUCKETS)

    def wait(self, key: Hashable, per_minute: int) -> float:
        """Return the seconds until the next question is allowed; 0 if it is now."""
        over = self._bucket(key, per_minute).used + 1 - per_minute
        return max(0.0, over * 60 / per_minute)

    def take(self, key: Hashable, per_minute: int) -> None:
        """Count a question."""
        self._bucket(key, per_minute).used += 1

    def _bucket(self, key: Hashable, per_minute: int) -> _Bucket:
        """Return the bucket of a key, after letting out what has leaked since."""
        now = self._clock()
        bucket = self._buckets.get(key) or _Bucket(0.0, now)
        left = bucket.used - (now - bucket.at) * per_minute / 60
        bucket.used, bucket.at = min(per_minute, max(0.0, left)), now
        self._buckets[key] = bucket
        return bucket


class RateLimits:
    """The limits of each member in a server, and of each channel."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._members, self._channels = RateLimit(clock), RateLimit(clock)
        self._flood = Flood(clock)
        self._refused_channels: TLRUCache[int | None, float] = TLRUCache(
            MAX_BUCKETS, _end_of_wait, clock
        )

    def take(self, key: ConversationKey, settings: ServerSettings) -> None:
        """Count a question; raise TooManyQuestionsError, and count nothing, if there were too many.

        A member who keeps running into the limit must pause, and gets quiet errors meanwhile. A
        channel gets one loud error, then quiet ones until that wait is over.
        """
        server, channel, member_id = key
        member = (server, member_id)
        if (pause := self._flood.pause(member)) > 0:
            raise TooManyQuestionsError(math.ceil(pause), quiet=True)
        if (wait := self._members.wait(member, settings.member_limit)) > 0:
            raise TooManyQuestionsError(math.ceil(self._flood.strike(member, wait)))
        if (wait := self._channels.wait(channel, settings.channel_limit)) > 0:
            quiet = self._was_refused(channel, wait)
            raise TooManyQuestionsError(math.ceil(wait), of_channel=True, quiet=quiet)
        self._members.take(member, settings.member_limit)
        self._channels.take(channel, settings.channel_limit)

    def _was_refused(self, channel: int | None, wait: float) -> bool:
        """Return whether a channel is still waiting; if not, note that it is from now on."""
        if channel in self._refused_channels:
            return True
        self._refused_channels[channel] = wait
        return False


def _end_of_wait(_channel: int | None, wait: float, now: float) -> float:
    return now + wait
