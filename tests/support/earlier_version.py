"""An index as the version wrote it that made up questions of its own."""

import json
from pathlib import Path

from embeddings.editions.edition_manifest import EditionInfo, FileRecord
from embeddings.editions.editions import Editions
from embeddings.guide.guide import GUIDE_FILE

MADE_UP = ("What does the text say about the pay?", "What happened in 1904?")


def made_earlier(editions: Editions) -> None:
    """Put made-up questions in the place of the examples."""
    edition = editions.open()
    sections = json.loads((edition.path / GUIDE_FILE).read_bytes())["sections"]
    data = json.dumps({"sections": sections, "questions": MADE_UP}).encode()
    (edition.path / GUIDE_FILE).write_bytes(data)
    _describe(edition.path, data)


def _describe(path: Path, guide: bytes) -> None:
    """Write a manifest that names the guide, and the questions that a hint names."""
    info = EditionInfo.model_validate_json((path / "manifest.json").read_bytes())
    found = info.search.model_copy(update={"suggestions": MADE_UP[:1]})
    info = info.model_copy(
        update={"files": {**info.files, GUIDE_FILE: FileRecord.of(guide)}, "search": found}
    ).sealed()
    (path / "manifest.json").write_text(info.model_dump_json(indent=2), "utf-8")
