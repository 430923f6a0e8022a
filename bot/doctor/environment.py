"""What is examined: what the process is told, and the machine that it runs on."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path

from bot.doctor.discord_http import Discord
from bot.doctor.findings import Finding
from bot.settings import Settings


def free_memory() -> int:
    """Return the bytes of memory that the machine can give without swapping."""
    from psutil import virtual_memory

    return virtual_memory().available


def free_disk(path: Path) -> int:
    """Return the bytes that are free where a path lies, for whoever runs this."""
    from psutil import disk_usage

    return disk_usage(str(path)).free


def takes_files(path: Path) -> bool:
    """Say whether the file system of a path takes another file; psutil counts bytes alone."""
    room = os.statvfs(path)
    return not room.f_files or room.f_favail > 0


@dataclass(frozen=True)
class Machine:
    """Where the machine tells of control groups, and what tells of its memory and its disks."""

    root: Path = Path("/")
    free_memory: Callable[[], int] = free_memory
    free_disk: Callable[[Path], int] = free_disk
    takes_files: Callable[[Path], bool] = takes_files


@dataclass(frozen=True)
class Environment:
    """What the checks look at; without Discord they look at what is here alone."""

    settings: Settings
    index: Path
    discord: Discord | None = None
    limit: float = 10.0
    """Seconds that a check may take."""
    machine: Machine = field(default_factory=Machine)

    @property
    def database(self) -> str:
        """The address of the database, with its password; raises BotError where there is none."""
        return self.settings.secret_database_url()


Look = Callable[[Environment], Awaitable[Sequence[Finding]]]
"""A check: what it finds of a place."""


def aside(look: Callable[[Environment], Sequence[Finding]]) -> Look:
    """Let a check that waits for the disk do so in a thread."""

    @wraps(look)
    async def looked(place: Environment) -> Sequence[Finding]:
        return await asyncio.to_thread(look, place)

    return looked


def nearest(path: Path) -> Path:
    """Return what is there of a path: itself, or the nearest folder that it will be in."""
    return next((one for one in (path, *path.absolute().parents) if one.exists()), Path("/"))
