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


@dataclass(frozen=True)
class Machine:
    """Where the machine tells of its memory, and what tells of the room on its disks."""

    root: Path = Path("/")
    statvfs: Callable[[Path], os.statvfs_result] = os.statvfs


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
