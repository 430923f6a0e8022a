"""A text that would break a page that takes it at its word, with questions and two editions."""

import json
from pathlib import Path

from bot.__main__ import run

SCRIPT = "<script>alert(1)</script>"
LONG = "Donaudampfschiffahrtsgesellschaft" * 20

TEXT = f"""\
{SCRIPT} A <b>Lamp</b> & "the" 'Harbour'

The first keeper wrote: “The lamp <i>is</i> lit & never goes out” (p. 12). He was proud of it.

{LONG}

His daughter said: “No ship may pass unseen while I am here” (Marsh, pp. 40-42). She kept her word.

\u202eThis runs from the right\u202c, and אחרי שהאור כבה איש לא ראה את האונייה נכנסת אל הנמל.

A visitor asked: “Who keeps the light when the keeper sleeps?” (p. xii). Nobody “would ever say so”.

The “<img src=x onerror=alert(2)> in the tower” was put out, it says elsewhere (Unknown, p. 7).
"""

LIBRARY = """\
format = 1

[works.lamp]
title = "The <u>Lamp</u> & \\"Light\\""
author = [{ family = "O'Marlow", given = "Ada" }]

[works.tides]
title = "A Book of Tides"
author = [{ family = "Marsh", given = "Ben" }]

[documents.harbour]
title = "<script>alert(3)</script> “A” & 'B' \\u202e א"
author = [{ family = "</title>", given = "Eve" }]
paths = ["harbour.txt"]
default-work = "lamp"
works = ["tides"]
questions = "asked.jsonl"
"""

QUESTIONS = [
    {
        "id": "</h1>",
        "kind": '"><script>alert(4)</script>',
        "question": "<img src=x onerror=alert(5)> What is on page 12?",
        "paragraphs": [4],
    },
    {"id": "tides", "kind": "page", "question": "What is on page 41?", "paragraphs": [4]},
    {"kind": "page", "question": LONG, "before": "What is on page 41?", "paragraphs": [99]},
    {"kind": "absent", "question": "What is on page xii?"},
]


def wild(home: Path, model: Path) -> Path:
    """Lay the text out in a folder, build it, and a candidate of it; return the folder `data`."""
    data = home / "data"
    data.mkdir(parents=True)
    (data / "library.toml").write_text(LIBRARY, "utf-8")
    (data / "asked.jsonl").write_text("\n".join(map(json.dumps, QUESTIONS)), "utf-8")
    for text, more in ((TEXT, []), (changed(), ["--candidate"])):
        (data / "harbour.txt").write_text(text, "utf-8")
        assert run(["build", *options(data), "--model", str(model), *more]) == 0
    return data


def changed() -> str:
    """Return the text with a page left out and some markup changed."""
    return TEXT.replace(" (p. xii)", "").replace("<i>is</i>", "<em>was</em>")


def options(data: Path) -> list[str]:
    """Return the options that name the index and the manifest of a folder."""
    return ["--index", str(data / "index"), "--library", str(data / "library.toml")]
