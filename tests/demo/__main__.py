"""`make demo`: hold the conversation and draw it into a picture."""

import sys
from pathlib import Path

from tests.demo.conversation import conversation
from tests.standin.browser import NoBrowserError, photograph
from tests.standin.drawing import page

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs" / "demo.png"


def main(index: Path) -> int:
    """Draw the picture; without a browser, say why there is none."""
    drawn = page(conversation(index, ROOT))
    try:
        photograph(drawn, PICTURE)
    except NoBrowserError as error:
        sys.stderr.write(f"no picture was drawn: {error}\n")
        return 2
    sys.stdout.write(f"drawn: {PICTURE.relative_to(ROOT)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
