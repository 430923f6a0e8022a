"""`make demo`: hold the conversations and draw them into pictures, and the report beside them."""

import sys
import tempfile
from pathlib import Path

from tests.demo.conversation import conversation
from tests.demo.panel import panel
from tests.demo.report import REPORT, draw, sample_report
from tests.demo.tour import tour
from tests.standin.browser import NoBrowserError
from tests.standin.drawing import page
from tests.standin.pictures import photograph

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs" / "demo.png"
PANEL = ROOT / "docs" / "moderators" / "panel.png"


def picture(name: str) -> Path:
    """Return where a part of the long conversation is drawn."""
    return ROOT / "docs" / "members" / f"{name}.png"


def main(index: Path) -> int:
    """Draw the picture; without a browser, say why there is none."""
    parts = {PICTURE: conversation(index, ROOT)}
    with tempfile.TemporaryDirectory() as home:  # of its own: settings stay
        parts[PANEL] = panel(index.absolute(), Path(home))
    parts |= {picture(name): part for name, part in tour(index, ROOT).items()}
    try:
        for path, part in parts.items():
            photograph(page(part), path)
            sys.stdout.write(f"drawn: {path.relative_to(ROOT)}\n")
        draw(sample_report(index), REPORT)
    except NoBrowserError as error:
        sys.stderr.write(f"no picture was drawn: {error}\n")
        return 2
    sys.stdout.write(f"drawn: {REPORT.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
