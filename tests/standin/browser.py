"""A headless Chromium: the one of this machine, installed where it can be, and a page in it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from playwright.sync_api import Browser, Error, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-inter", "fonts-dejavu-core", "fonts-noto-color-emoji")
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)
LOCK = Path(tempfile.gettempdir()) / "concordance-chromium.lock"
FAILED = LOCK.with_suffix(".failed")
FLAGS = (
    "--disable-gpu",
    "--disable-lcd-text",  # grey edges, so that a palette holds them
)
SCALE = 2

_IDLE = "new Promise(resolve => requestIdleCallback(() => resolve(true)))"


class NoBrowserError(Exception):
    """No browser can be had on this machine, or the one there is does not draw."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no picture can be taken: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Window:
    """How a page is looked at: how wide and how high, in which theme."""

    width: int
    dark: bool = False
    height: int = 900

    def __str__(self) -> str:
        return f"{self.width} px, {'dark' if self.dark else 'light'}"


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start the browser of this machine; Playwright, which steers it, downloads none of its own."""
    try:
        with (
            sync_playwright() as playwright,
            playwright.chromium.launch(executable_path=chromium(), args=FLAGS) as browser,
        ):
            yield browser
    except Error as error:
        raise NoBrowserError(f"the browser failed: {error.message.splitlines()[0]}") from error


def new_page(browser: Browser, window: Window) -> Page:
    """Return an empty page in a window of its own, from which nothing reaches any network."""
    return browser.new_page(
        viewport={"width": window.width, "height": window.height},
        device_scale_factor=SCALE,
        is_mobile=window.width < 600,
        color_scheme="dark" if window.dark else "light",
        offline=True,
    )


def visit(page: Page, file: Path) -> None:
    """Open a file and wait until all of it is there and nothing is left to do."""
    page.goto(file.resolve().as_uri())
    page.evaluate(_IDLE)


def chromium() -> Path:
    """Return the browser on this machine, installed first where that is possible."""
    if found := _on_path():
        return found
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise NoBrowserError(
            f"none of {', '.join(NAMES)} is on PATH, and only root on Debian can install one here"
        )
    with FileLock(LOCK):
        if not _on_path():
            _install()
    if found := _on_path():
        return found
    raise NoBrowserError(f"`{' '.join(INSTALL)}` succeeded, yet put no browser on PATH")


def _on_path() -> Path | None:
    return next((Path(found) for name in NAMES if (found := shutil.which(name))), None)


def _install() -> None:
    """Install the packages, once a machine: a failure is remembered with its reason."""
    if FAILED.exists():
        raise NoBrowserError(FAILED.read_text(encoding="utf-8"))
    if _apt(*INSTALL) is None:
        return
    _apt("apt-get", "update")
    if reason := _apt(*INSTALL):
        FAILED.write_text(f"{reason} (delete {FAILED} to try again)", encoding="utf-8")
        raise NoBrowserError(reason)


def _apt(*command: str) -> str | None:
    """Run one command of apt; return why it failed, or nothing."""
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(
            command, env=quiet, capture_output=True, text=True, check=False, timeout=900
        )
    except subprocess.TimeoutExpired:
        return f"`{' '.join(command)}` took longer than 15 minutes"
    if done.returncode == 0:
        return None
    said = (done.stderr or done.stdout).strip().splitlines() or ["nothing"]
    return f"`{' '.join(command)}` failed and said: {said[-1]}"
