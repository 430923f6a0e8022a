"""What is checked: the settings of the process, and the machine that it runs on."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path

from bot.doctor.discord_http import DiscordHttp
from bot.doctor.findings import Finding
from bot.settings import Settings
from embeddings.files.proof import Going

_LONG_SHARE = 0.8
"""Share of its time that a check spends on what takes long; the rest is for what it says of it."""

NOT_WHOLE = "its largest files could not be read whole in this time"
MORE_TIME = "give it more with --limit SECONDS"


def measure_free_memory() -> int:
    """Return the bytes of memory that the machine can give without swapping."""
    from psutil import virtual_memory

    return virtual_memory().available


def measure_free_disk(path: Path) -> int:
    """Return the bytes on the disk of a path that are free for this user."""
    from psutil import disk_usage

    return disk_usage(str(path)).free


def takes_files(path: Path) -> bool:
    """Whether the file system of a path takes another file; psutil counts only bytes."""
    room = os.statvfs(path)
    return not room.f_files or room.f_favail > 0


@dataclass(frozen=True)
class Machine:
    """The root of its file system, where control groups are read, and its memory and disks."""

    root: Path = Path("/")
    free_memory: Callable[[], int] = measure_free_memory
    free_disk: Callable[[Path], int] = measure_free_disk
    takes_files: Callable[[Path], bool] = takes_files


@dataclass(frozen=True)
class Environment:
    """What the checks examine; without `discord` they examine only what is local."""

    settings: Settings
    index: Path
    discord: DiscordHttp | None = None
    limit: float = 10.0
    """Seconds that a check may take."""
    machine: Machine = field(default_factory=Machine)

    def within_limit(self) -> Going:
        """Return what says, from now on, whether a check still has time for what takes long."""
        end = time.monotonic() + _LONG_SHARE * self.limit
        return lambda: time.monotonic() < end

    @property
    def database(self) -> str:
        """The address of the database, with its password; raises BotError where there is none."""
        return self.settings.secret_database_url()


CheckFunction = Callable[[Environment], Awaitable[Sequence[Finding]]]


def run_in_thread(check: Callable[[Environment], Sequence[Finding]]) -> CheckFunction:
    """Run a check in a thread, since it waits for the disk."""

    @wraps(check)
    async def check_in_thread(environment: Environment) -> Sequence[Finding]:
        return await asyncio.to_thread(check, environment)

    return check_in_thread


def find_existing_path(path: Path) -> Path:
    """Return a path, or the nearest of its parents where it does not exist."""
    ancestry = (path, *path.absolute().parents)
    return next((ancestor for ancestor in ancestry if ancestor.exists()), Path("/"))
