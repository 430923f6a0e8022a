"""Pictures of pages as a browser draws them, each naming the page that it shows."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page

from tests.standin.browser import Window, new_page, open_browser

SEEN_FROM = "page-sha256"

_SIZE = """(() => {
  const root = document.documentElement;
  return [root.scrollWidth, Math.ceil(root.getBoundingClientRect().height)];
})()"""


@dataclass(frozen=True, slots=True)
class Size:
    """How much room a page takes, in CSS pixels."""

    width: int
    height: int


def measure(page: str, width: int = 900) -> Size:
    """Return how wide and how high a page comes out in a window of a given width."""
    with _drawn(page, width) as drawn:
        return _size(drawn)


def photograph(page: str, target: Path, width: int = 900) -> None:
    """Draw a page in the browser and keep it as a small PNG that names the page's SHA-256."""
    with _drawn(page, width) as drawn:
        picture = stretch(drawn, 0, Size(width, _size(drawn).height))
    keep(picture, target, page)


@contextmanager
def _drawn(page: str, width: int) -> Iterator[Page]:
    with open_browser() as browser:
        drawn = new_page(browser, Window(width))
        drawn.set_content(page)
        yield drawn


def _size(page: Page) -> Size:
    return Size(*page.evaluate(_SIZE))


def stretch(page: Page, top: int, size: Size) -> Image.Image:
    """Return a stretch of an open page, so far from its top."""
    shot = page.screenshot(
        full_page=True, clip={"x": 0, "y": top, "width": size.width, "height": size.height}
    )
    with Image.open(BytesIO(shot)) as image:
        return image.convert("RGB")


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
