"""How much time and memory reading a file may take, by its size."""

import signal
from dataclasses import dataclass

BASE_SECONDS = 5
SECONDS_PER_MEGABYTE = 60
MAX_SECONDS = 600
"""Seconds of a processor: a book of 1,000 pages takes about 20, and its file has 1.5 MB or more."""

MAX_WAIT = 3
"""On a busy machine, reading may last so many times its seconds of a processor."""

BASE_MEMORY = 512 * 2**20
MEMORY_PER_BYTE = 200
MAX_MEMORY = 2 * 2**30
"""Bytes of memory, with those that the reader itself takes."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds of a processor, and bytes of memory."""

    seconds: int
    memory: int

    @classmethod
    def of(cls, size: int) -> "Limits":
        """Return the limits for a file of so many bytes."""
        seconds = BASE_SECONDS + round(SECONDS_PER_MEGABYTE * size / 2**20)
        memory = BASE_MEMORY + MEMORY_PER_BYTE * size
        return cls(min(seconds, MAX_SECONDS), min(memory, MAX_MEMORY))

    def apply(self) -> None:
        """Hold this process, which has just begun, to them; it leaves no core behind."""
        import resource  # there is none on Windows

        for kind, limit in (
            (resource.RLIMIT_CPU, self.seconds),
            (resource.RLIMIT_AS, self.memory),
            (resource.RLIMIT_CORE, 0),
        ):
            _, hard = resource.getrlimit(kind)
            soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
            resource.setrlimit(kind, (soft, hard))
        signal.alarm(MAX_WAIT * self.seconds)
