"""Take the parts in use from Discord's whole description: `OPENAPI.json`."""

import json
import sys
from pathlib import Path

from tests.standin.discord import PATH, extract

parts = extract(json.loads(Path(sys.argv[1]).read_text("utf-8")))
PATH.write_text(json.dumps(parts, ensure_ascii=False, indent=1) + "\n", "utf-8")
