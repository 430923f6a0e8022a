"""Discord over HTTP, asked with the bot's token; what several checks need is asked once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import Any

import aiohttp

from bot.gateway.errors import RefusedRequestError, RefusedTokenError, UnreachableError
from bot.settings import Settings

DISCORD = "https://discord.com/api/v10"

_OPEN = "/gateway"
"""What Discord tells everybody."""

_PAUSE = 1.0
"""Seconds before a request that came too soon is made again, where Discord names none."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer of Discord: what it says, and how far the clock here is ahead of Discord's.

    `apart` is None where the answer bears no date; it is right to about a second.
    """

    said: Any
    apart: float | None


class Discord:
    """Discord as it answers here and now."""

    def __init__(self, session: aiohttp.ClientSession, address: str, settings: Settings) -> None:
        self.address = address
        self._session, self._settings = session, settings
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    async def get(self, path: str) -> Heard:
        """Return what Discord answers.

        Raises NoTokenError or TokenFileError without a token, RefusedTokenError with a wrong
        one, UnreachableError and RefusedRequestError where Discord does not answer the question.
        """
        heard: Heard = await self._once(path, lambda: self._get(path))
        return heard

    async def me(self) -> Mapping[str, Any]:
        """Return who the bot is."""
        found: Mapping[str, Any] = (await self.get("/users/@me")).said
        return found

    async def application(self) -> str:
        """Return the number of the bot's application."""
        return str((await self.get("/oauth2/applications/@me")).said["id"])

    async def servers(self) -> list[Mapping[str, Any]]:
        """Return the servers that the bot is in: the first two hundred."""
        found: list[Mapping[str, Any]] = (await self.get("/users/@me/guilds")).said
        return found

    async def apart(self) -> float | None:
        """Return how far the clock here is ahead of Discord's, which needs no token."""
        return (await self.get(_OPEN)).apart

    async def token(self) -> str:
        """Return the token; a pipe gives it once, and a disk may not answer."""
        found: str = await self._once("", lambda: asyncio.to_thread(self._settings.secret_token))
        return found

    async def _once(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401
        if name not in self._tasks:
            self._tasks[name] = asyncio.ensure_future(_waited(work()))
        return await asyncio.shield(self._tasks[name])

    async def _get(self, path: str) -> Heard:
        headers = {"User-Agent": f"DiscordBot (concordance, {metadata.version('concordance')})"}
        if path != _OPEN:
            headers["Authorization"] = f"Bot {await self.token()}"
        try:
            while True:
                async with self._session.get(self.address + path, headers=headers) as response:
                    if response.status != 429:
                        return await self._heard(response)
                    pause = response.headers.get("Retry-After", "")
                await asyncio.sleep(_seconds(pause))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise UnreachableError(self.address, type(error).__name__) from error

    async def _heard(self, response: aiohttp.ClientResponse) -> Heard:
        if response.status == 401:
            raise RefusedTokenError
        if response.status >= 500:
            raise UnreachableError(self.address, f"it answers {response.status}")
        apart = _apart(response.headers.get("Date"))
        said = await response.json()
        if response.status >= 400:
            words = said.get("message", "") if isinstance(said, dict) else ""
            raise RefusedRequestError(response.status, str(words))
        return Heard(said, apart)


async def _waited(work: Awaitable[Any]) -> Any:  # noqa: ANN401
    return await work


def _seconds(named: str) -> float:
    try:
        return float(named)
    except ValueError:
        return _PAUSE


def _apart(date: str | None) -> float | None:
    """Return how far this clock is ahead of a date, which is cut to the second."""
    if date is None:
        return None
    try:
        return time.time() - parsedate_to_datetime(date).timestamp() - 0.5
    except ValueError:
        return None


@asynccontextmanager
async def asked(settings: Settings, limit: float) -> AsyncIterator[Discord]:
    """Hold what asks Discord, at the address that is set; an answer may take so many seconds."""
    address = str(settings.discord_api or DISCORD).rstrip("/")
    timeout = aiohttp.ClientTimeout(total=limit)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield Discord(session, address, settings)
