"""A child is asked for file after file, and replaced where it has ended."""

from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import psutil
import pytest

from embeddings.readers.child.process import ReadingProcess
from embeddings.readers.errors import BrokenOffSourceError, EncryptedSourceError
from embeddings.types.document import Block
from tests.support.hostile_pdf import circular_labels
from tests.support.pdf_press import Press

PATH = Path("essay.pdf")
HONEST = Press().printed([Block("The keepers of the lamp wrote little.")])
LOCKED = Press(password="").printed([Block("It froze.")])


@pytest.fixture
def child() -> Iterator[ReadingProcess]:
    reading = ReadingProcess()
    yield reading
    reading.close()


def reads(child: ReadingProcess, data: bytes = HONEST) -> list[str]:
    """Return the paragraphs that a child reads."""
    return [block.words for block in child.read(PATH, data).blocks()]


def running(child: ReadingProcess) -> Popen[bytes]:
    """Return the process of a child."""
    assert child._process is not None
    return child._process


def test_a_child_has_file_after_file_read(child: ReadingProcess) -> None:
    assert reads(child) == ["The keepers of the lamp wrote little."]
    first = running(child).pid
    with pytest.raises(EncryptedSourceError):
        reads(child, LOCKED)
    with pytest.raises(BrokenOffSourceError):
        reads(child, circular_labels())
    assert reads(child) == ["The keepers of the lamp wrote little."]
    assert running(child).pid == first


def test_a_child_that_was_ended_between_two_files_is_no_fault_of_the_second(
    child: ReadingProcess,
) -> None:
    reads(child)
    running(child).kill()
    running(child).wait()
    assert reads(child)


def test_a_child_that_is_ended_over_a_file_is_a_sentence(
    child: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads(child)
    first = running(child)
    with monkeypatch.context() as patched:
        patched.setattr(first, "poll", lambda: None)  # it seems to live, and is about to end
        first.kill()
        with pytest.raises(BrokenOffSourceError, match="its process was ended"):
            reads(child)
    assert reads(child)


def test_a_child_ends_with_whoever_asks_it(child: ReadingProcess) -> None:
    reads(child)
    pid = running(child).pid
    child.close()
    assert not psutil.pid_exists(pid)
