"""A headless Chromium that photographs a page, and pictures that name the page they show."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from PIL import Image
from PIL.PngImagePlugin import PngInfo

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGES = ("chromium", "fonts-inter", "fonts-dejavu-core", "fonts-noto-color-emoji")
INSTALL = ("apt-get", "install", "-y", "--no-install-recommends", *PACKAGES)
LOCK = Path(tempfile.gettempdir()) / "concordance-chromium.lock"
FAILED = LOCK.with_suffix(".failed")
FLAGS = (
    "--headless",
    "--no-sandbox",  # a container's root cannot have one
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",  # a container's /dev/shm is too small for a tall page
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-lcd-text",  # grey edges, so that a palette holds them
    "--hide-scrollbars",
)
SCALE = 2
SEEN_FROM = "page-sha256"
SPARE = 200  # a headless window loses some of its height to a frame that nobody sees
PROBE = """<script>
const root = document.documentElement;
root.dataset.size = Math.ceil(root.getBoundingClientRect().height) + " " + root.scrollWidth;
</script>"""


class NoBrowserError(Exception):
    """No browser can be had on this machine, or the one there is does not draw."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"no picture can be taken: {reason}")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Size:
    """How much room a page takes, in CSS pixels."""

    width: int
    height: int


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


def measure(page: str, width: int = 900) -> Size:
    """Return how wide and how high a page comes out in a window of a given width."""
    probed = page.replace("</body>", f"{PROBE}</body>")
    dom = _browse(probed, f"--window-size={width},1000", "--dump-dom")
    found = re.search(r'data-size="(\d+) (\d+)"', dom)
    if not found:
        raise NoBrowserError("the browser printed a page without its measures")
    return Size(width=int(found[2]), height=int(found[1]))


def photograph(page: str, target: Path, width: int = 900) -> None:
    """Draw a page in the browser and keep it as a small PNG that names the page's SHA-256."""
    height = measure(page, width).height
    with tempfile.TemporaryDirectory() as folder:
        shot = Path(folder) / "shot.png"
        _browse(
            page,
            f"--window-size={width},{height + SPARE}",
            f"--force-device-scale-factor={SCALE}",
            f"--screenshot={shot}",
        )
        if not shot.exists():
            raise NoBrowserError("the browser ended without a picture")
        with Image.open(shot) as image:
            picture = image.convert("RGB").crop((0, 0, width * SCALE, height * SCALE))
    keep(picture, target, page)


def keep(picture: Image.Image, target: Path, page: str) -> None:
    """Keep a picture as a small PNG that names the SHA-256 of the page that it shows."""
    notes = PngInfo()
    notes.add_text(SEEN_FROM, fingerprint(page))
    small = picture.quantize(colors=256, dither=Image.Dither.NONE)
    target.parent.mkdir(parents=True, exist_ok=True)
    small.save(target, format="PNG", optimize=True, pnginfo=notes)


def fingerprint(page: str) -> str:
    """Return the SHA-256 of a page."""
    return hashlib.sha256(page.encode()).hexdigest()


def drawn_from(picture: Path) -> str | None:
    """Return the SHA-256 of the page that a picture was made from, if it says so."""
    with Image.open(picture) as image:
        image.load()
        noted = image.info.get(SEEN_FROM)
    return noted if isinstance(noted, str) else None


def _browse(page: str, *flags: str) -> str:
    """Open a page in a browser of its own and return what the browser prints."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        file = Path(folder) / "page.html"
        file.write_text(page, encoding="utf-8")
        profile = f"--user-data-dir={folder}/profile"
        command = (str(chromium()), *FLAGS, profile, *flags, file.as_uri())
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=180)
        except subprocess.TimeoutExpired as late:
            raise NoBrowserError("the browser did not end within 3 minutes") from late
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["nothing"]
        raise NoBrowserError(f"the browser failed and said: {said[-1]}")
    return done.stdout
