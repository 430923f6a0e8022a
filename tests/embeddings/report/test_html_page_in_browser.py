"""The report in a real browser: quiet, asking nothing, and readable wherever it is opened."""

from itertools import product
from pathlib import Path

import pytest

from tests.standin.browser import Window, new_page, open_browser, visit
from tests.standin.looking import Seen, look

WINDOWS = [Window(width, dark) for width, dark in product((1280, 375), (False, True))]

FLAWED = """<!doctype html><style>p { color: #999; background: #fff }</style>
<p>faint</p><div style="width: 2000px">wide</div><img src="http://127.0.0.1:9/picture.png">
<script>console.error("loud"); fetch("http://127.0.0.1:9/elsewhere").catch(() => null)</script>"""


def seen(page: Path, windows: list[Window]) -> dict[Window, Seen]:
    """Look at a page in some windows."""
    with open_browser() as browser:
        return {window: look(browser, page, window) for window in windows}


@pytest.fixture(scope="module")
def found(browser: Path, wild_page: Path) -> dict[Window, Seen]:
    """Return what is seen of the report on the wild text, at a desk and on a phone."""
    del browser
    return seen(wild_page, WINDOWS)


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_nothing_is_said_in_the_console(found: dict[Window, Seen], window: Window) -> None:
    assert found[window].errors == []


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_nothing_is_asked_for_but_the_page_itself(
    found: dict[Window, Seen], window: Window, wild_page: Path
) -> None:
    assert found[window].requests == [wild_page.resolve().as_uri()]


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_nothing_sticks_out_of_the_page(found: dict[Window, Seen], window: Window) -> None:
    assert found[window].overflowing == []


@pytest.mark.parametrize("window", WINDOWS, ids=str)
def test_every_text_can_be_read_on_its_ground(found: dict[Window, Seen], window: Window) -> None:
    assert found[window].texts > 200
    assert found[window].faint == []


def test_the_themes_differ(found: dict[Window, Seen]) -> None:
    light, dark = (
        {found[one].ground for one in WINDOWS if one.dark is dark} for dark in (False, True)
    )
    assert len(light) == len(dark) == 1
    assert light != dark


@pytest.mark.usefixtures("browser")
def test_a_flawed_page_would_be_noticed(tmp_path: Path) -> None:
    page = tmp_path / "flawed.html"
    page.write_text(FLAWED, "utf-8")
    (noticed,) = seen(page, [Window(375)]).values()
    assert any("loud" in one for one in noticed.errors)
    assert {"http://127.0.0.1:9/picture.png", "http://127.0.0.1:9/elsewhere"} < {*noticed.requests}
    assert noticed.overflowing[0] == "the page"
    assert [one.partition(": ")[2] for one in noticed.faint] == ["faint"]


@pytest.mark.usefixtures("browser")
def test_a_mark_leads_to_its_row(wild_page: Path) -> None:
    with open_browser() as browser:
        page = new_page(browser, Window(1280))
        visit(page, wild_page)
        page.locator('.wide a[href="#citation-1"]').first.dispatch_event("click")
        row = page.locator(":target")
        assert row.evaluate("row => row.closest('details').open")
        assert "(p. 12)" in (row.text_content() or "")
