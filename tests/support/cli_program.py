"""The real program, run within the test or as a process of its own, and how it ended."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent

HARBOUR = """\
A Lamp for the Harbour

The first keeper wrote: “The lamp is lit before the tide” (p. 12). He was proud of it.

His daughter said: “No ship may pass unseen while I am here” (Marsh, pp. 40-42). She kept her word.

Nobody remembers who painted the door green, and the harbour paid for the paint.

A visitor asked the crowd: “Who keeps the light when the keeper sleeps?” (p. xii).

The answer came late, and it came from her: “The keeper does not sleep” (p. 12).
"""

LIBRARY = """\
format = 1

[works.lamp]
title = "The Lamp"
author = [{ family = "Marlow", given = "Ada" }]

[works.tides]
title = "A Book of Tides"
author = [{ family = "Marsh", given = "Ben" }]

[documents.harbour]
title = "A Lamp for the Harbour"
paths = ["harbour.txt"]
default-work = "lamp"
works = ["tides"]
"""


@dataclass(frozen=True)
class Ended:
    """How a run of the program ended, and what it printed."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The objects on standard output, one a line, after a run that went well."""
        assert self.status == 0, self.err
        lines = self.out.split("\n")
        assert lines.pop() == ""
        found = [json.loads(line) for line in lines]
        assert all(isinstance(one, dict) for one in found)
        return found

    @property
    def refusal(self) -> str:
        """The one line that bad input is refused with."""
        assert (self.status, self.out) == (2, "")
        assert self.err.startswith("concordance: ")
        assert self.err.endswith("\n")
        assert len(self.err.splitlines()) == 1
        return self.err


Program = Callable[..., Ended]


def lay_out(home: Path) -> None:
    """Put a small text and its manifest where the program looks for them."""
    (home / "data").mkdir(parents=True)
    (home / "data" / "harbour.txt").write_text(HARBOUR, "utf-8")
    (home / "data" / "library.toml").write_text(LIBRARY, "utf-8")


def environment(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a process, without settings of whoever runs the tests."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("CONCORDANCE_")}
    return {**kept, "PYTHONPATH": str(ROOT), "HF_HUB_OFFLINE": "1", **(more or {})}


def process(
    home: Path, *arguments: str, stdin: bytes = b"", more: Mapping[str, str] | None = None
) -> Ended:
    """Run `python -m bot` in a folder."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=home,
        env=environment(more),
        input=stdin,
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
