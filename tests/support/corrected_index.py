"""A text that is corrected, and a candidate that is built of it."""

from pathlib import Path

from tests.support.cli_program import Program


def correct(program: Program, home: Path, tiny: Path, **changes: str) -> str:
    """Change words of the text, and build a candidate; return its name."""
    text = home / "data" / "harbour.txt"
    words = text.read_text("utf-8")
    for old, new in changes.items():
        assert old in words
        words = words.replace(old, new)
    text.write_text(words, "utf-8")
    (built,) = program("build", "--candidate", "--model", tiny, "--json").rows
    assert not built["live"]
    return Path(built["path"]).name
