"""A page opened in a real browser, and what the browser says of it over its devtools protocol."""

import asyncio
import base64
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.standin.browser import FLAGS, NoBrowserError, chromium

_LISTENING = "DevTools listening on "
_DOMAINS = ("Page", "Runtime", "Log", "Network")
_IDLE = "new Promise(resolve => requestIdleCallback(() => resolve(true)))"


@dataclass(frozen=True, slots=True)
class Window:
    """How a page is looked at: how wide, in which theme."""

    width: int
    dark: bool
    height: int = 900

    def __str__(self) -> str:
        return f"{self.width} px, {'dark' if self.dark else 'light'}"


@dataclass
class Tab:
    """A page that is open; all that the browser has said is kept, in order."""

    socket: aiohttp.ClientWebSocketResponse
    session: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    _number: int = 0

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """Ask the browser for something and return its answer."""
        self._number += 1
        asked = {"id": self._number, "method": method, "params": params}
        await self.socket.send_json(asked | ({"sessionId": self.session} if self.session else {}))
        while (said := await self._hear()).get("id") != self._number:
            pass
        if "error" in said:
            raise NoBrowserError(f"the browser does not {method}: {said['error']['message']}")
        answer: dict[str, Any] = said["result"]
        return answer

    async def _hear(self) -> dict[str, Any]:
        said: dict[str, Any] = await self.socket.receive_json(timeout=120)
        if "method" in said:
            self.events.append(said)
        return said

    async def run(self, script: str) -> Any:
        """Return the value of a script, awaited, in the page."""
        asked = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = await self.call("Runtime.evaluate", **asked)
        if "exceptionDetails" in answer:
            raise NoBrowserError(f"a script failed: {answer['exceptionDetails']}")
        return answer["result"].get("value")

    async def open(self, address: str, window: Window) -> None:
        """Open a page and wait until all of it is there and nothing is left to do."""
        mobile = window.width < 600
        await self.call(
            "Emulation.setDeviceMetricsOverride",
            width=window.width,
            height=window.height,
            deviceScaleFactor=2,
            mobile=mobile,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if window.dark else "light"}
        await self.call("Emulation.setEmulatedMedia", features=[scheme])
        self.events.clear()
        await self.call("Page.navigate", url=address)
        while not any(one["method"] == "Page.loadEventFired" for one in self.events):
            await self._hear()
        await self.run(_IDLE)

    async def picture(self, top: float, width: int, height: int) -> bytes:
        """Return a stretch of the page as PNG, so far from its top."""
        clip = {"x": 0, "y": top, "width": width, "height": height, "scale": 1}
        answer = await self.call(
            "Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True
        )
        return base64.b64decode(answer["data"])

    @property
    def requests(self) -> list[str]:
        """The addresses that the page has asked for since it was opened, its own the first."""
        sent = [one for one in self.events if one["method"] == "Network.requestWillBeSent"]
        return [one["params"]["request"]["url"] for one in sent]

    @property
    def errors(self) -> list[str]:
        """What stands in the console, and what went wrong without being said there."""
        said = ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")
        return [str(one["params"]) for one in self.events if one["method"] in said]


@asynccontextmanager
async def tab() -> AsyncIterator[Tab]:
    """Start a browser of one's own on a loopback port, and open a tab in it."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [str(chromium()), *FLAGS, "--remote-debugging-port=0"]
        browser = await asyncio.create_subprocess_exec(
            *command,
            f"--user-data-dir={folder}",
            "about:blank",
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        try:
            address = await _address(browser)
            async with (
                aiohttp.ClientSession() as client,
                client.ws_connect(address, max_msg_size=0) as socket,
            ):
                yield await _attached(Tab(socket))
        finally:
            browser.kill()
            await browser.wait()


async def _address(browser: asyncio.subprocess.Process) -> str:
    """Return where the browser listens, which it says when it does."""
    assert browser.stderr is not None
    async for line in browser.stderr:
        _, found, address = line.decode(errors="replace").partition(_LISTENING)
        if found:
            return address.strip()
    raise NoBrowserError("the browser ended before it listened")


async def _attached(opened: Tab) -> Tab:
    target = await opened.call("Target.createTarget", url="about:blank")
    attached = await opened.call("Target.attachToTarget", flatten=True, **target)
    opened.session = attached["sessionId"]
    for domain in _DOMAINS:
        await opened.call(f"{domain}.enable")
    return opened


def address_of(page: Path) -> str:
    """Return the address of a page on this disk."""
    return page.resolve().as_uri()
