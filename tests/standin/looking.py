"""What can be seen of a page in a browser: what sticks out of it, and what is too faint to read."""

from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.standin.browser import Window, new_page, visit

READABLE = 4.5
"""WCAG's least contrast of a text to its ground."""

OVERFLOWING = """
(() => {
  const room = document.documentElement.clientWidth;
  const found = [...document.body.querySelectorAll("*")].filter(one => {
    const box = one.getBoundingClientRect();
    return one.checkVisibility() && box.width > 1 && (box.right > room + 1 || box.left < -1)
      && !one.closest(".skip") && !one.closest("svg");
  });
  const names = found.map(one => one.tagName + "." + one.className + ": " + one.textContent);
  return document.documentElement.scrollWidth > room ? ["the page", ...names] : names;
})()
"""

FAINT = """
(() => {
  const parsed = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(part => part / 255)
    .map(p => p <= 0.04045 ? p / 12.92 : ((p + 0.055) / 1.055) ** 2.4)
    .reduce((sum, p, at) => sum + p * [0.2126, 0.7152, 0.0722][at], 0);
  const ground = one => {
    for (let at = one; at; at = at.parentElement) {
      const colour = parsed(getComputedStyle(at).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  let seen = 0;
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || one.closest("title") || !one.checkVisibility()) continue;
    seen += 1;
    const style = getComputedStyle(one);
    const ink = parsed(one.closest("svg") ? style.fill : style.color);
    const [high, low] = [light(ink), light(ground(one))].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < LEAST) found.push(ratio.toFixed(2) + ": " + walker.currentNode.data.trim());
  }
  return [seen, found];
})()
""".replace("LEAST", str(READABLE))


@dataclass(frozen=True)
class Seen:
    """What was seen of a page in a window; `texts` is how many texts could be read there."""

    errors: list[str]
    requests: list[str]
    overflowing: list[str]
    texts: int
    faint: list[str]
    ground: str


def look(browser: Browser, file: Path, window: Window) -> Seen:
    """Look at a page in a window, all of its folded parts open."""
    page, errors, requests = new_page(browser, window), list[str](), list[str]()
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    visit(page, file)
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    overflowing = page.evaluate(OVERFLOWING)
    texts, faint = page.evaluate(FAINT)
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.close()
    return Seen(errors, requests, overflowing, texts, faint, ground)
