"""Discord over HTTP, with the bot's token; what several checks need is requested once."""

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

DISCORD_API = "https://discord.com/api/v10"

_PUBLIC_PATH = "/gateway"
"""A path that Discord answers without a token."""

_PAUSE = 1.0
"""Seconds before a rate-limited request is repeated, where Discord names no time."""


@dataclass(frozen=True, slots=True)
class DiscordAnswer:
    """The JSON of an answer, and how many seconds the clock here is ahead of Discord's.

    `clock_offset` is None where the answer has no date; it is right to about a second.
    """

    body: Any
    clock_offset: float | None


class DiscordHttp:
    """Discord's HTTP API; each path is requested once."""

    def __init__(self, session: aiohttp.ClientSession, address: str, settings: Settings) -> None:
        self.address = address
        self._session, self._settings = session, settings
        self._tasks: dict[str, asyncio.Task[Any]] = {}

    async def get(self, path: str) -> DiscordAnswer:
        """Return Discord's answer.

        Raises NoTokenError or TokenFileError without a token, RefusedTokenError with a wrong
        one, UnreachableError and RefusedRequestError where Discord does not answer the request.
        """
        answer: DiscordAnswer = await self._run_once(path, lambda: self._get(path))
        return answer

    async def get_own_user(self) -> Mapping[str, Any]:
        """Return the bot's own user."""
        user: Mapping[str, Any] = (await self.get("/users/@me")).body
        return user

    async def get_application_id(self) -> str:
        """Return the id of the bot's application."""
        return str((await self.get("/oauth2/applications/@me")).body["id"])

    async def get_servers(self) -> list[Mapping[str, Any]]:
        """Return the servers that the bot is in: the first two hundred."""
        servers: list[Mapping[str, Any]] = (await self.get("/users/@me/guilds")).body
        return servers

    async def measure_clock_offset(self) -> float | None:
        """Return how many seconds the clock here is ahead of Discord's; this needs no token."""
        return (await self.get(_PUBLIC_PATH)).clock_offset

    async def read_token(self) -> str:
        """Return the token, read once: a pipe gives it once, and a disk may not answer."""
        token: str = await self._run_once(
            "", lambda: asyncio.to_thread(self._settings.secret_token)
        )
        return token

    async def _run_once(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:  # noqa: ANN401
        if name not in self._tasks:
            self._tasks[name] = asyncio.ensure_future(_await(work()))
        return await asyncio.shield(self._tasks[name])

    async def _get(self, path: str) -> DiscordAnswer:
        headers = {"User-Agent": f"DiscordBot (concordance, {metadata.version('concordance')})"}
        if path != _PUBLIC_PATH:
            headers["Authorization"] = f"Bot {await self.read_token()}"
        try:
            while True:
                async with self._session.get(self.address + path, headers=headers) as response:
                    if response.status != 429:
                        return await self._read_answer(response)
                    pause = response.headers.get("Retry-After", "")
                await asyncio.sleep(_parse_pause(pause))
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise UnreachableError(self.address, type(error).__name__) from error

    async def _read_answer(self, response: aiohttp.ClientResponse) -> DiscordAnswer:
        if response.status == 401:
            raise RefusedTokenError
        if response.status >= 500:
            raise UnreachableError(self.address, f"it answers {response.status}")
        clock_offset = _measure_offset(response.headers.get("Date"))
        body = await response.json()
        if response.status >= 400:
            message = body.get("message", "") if isinstance(body, dict) else ""
            raise RefusedRequestError(response.status, str(message))
        return DiscordAnswer(body, clock_offset)


async def _await(work: Awaitable[Any]) -> Any:  # noqa: ANN401
    return await work


def _parse_pause(retry_after: str) -> float:
    try:
        return float(retry_after)
    except ValueError:
        return _PAUSE


def _measure_offset(date: str | None) -> float | None:
    """Return how many seconds this clock is ahead of a date, which is cut to the second."""
    if date is None:
        return None
    try:
        return time.time() - parsedate_to_datetime(date).timestamp() - 0.5
    except ValueError:
        return None


@asynccontextmanager
async def open_discord(settings: Settings, limit: float) -> AsyncIterator[DiscordHttp]:
    """Open a session with the API at the address that is set; an answer may take `limit` s."""
    address = str(settings.discord_api or DISCORD_API).rstrip("/")
    timeout = aiohttp.ClientTimeout(total=limit)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        yield DiscordHttp(session, address, settings)
