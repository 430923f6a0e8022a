"""Lines that repeat without end are read in a time that grows with them, not faster."""

from contextlib import suppress
from pathlib import Path

import pytest

from embeddings.errors import SourceError
from embeddings.readers import read

LINES = 2000


@pytest.mark.parametrize("suffix", [".txt", ".md"])
@pytest.mark.parametrize(
    "line",
    [
        "Anna: one\r\n",
        "Anna: one\r\n two\r\n",
        "<!-- x -->\n",
        "<!-- x ",
        "---\n",
        "---\na: b\n",
        "[^1]: ",
        "[^",
        "![",
        "[a]: b\n",
        "a\n===\n",
        "> ",
    ],
)
def test_a_line_that_repeats_is_read(tmp_path: Path, suffix: str, line: str) -> None:
    path = tmp_path / f"essay{suffix}"
    path.write_bytes((line * LINES + "\n\nOne.").encode())
    with suppress(SourceError):  # some of them nest too deep
        assert len(list(read(path).blocks())) <= 2 * LINES + 1
