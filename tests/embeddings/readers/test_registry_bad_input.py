"""Files of every kind, cut and changed anywhere: a document or one sentence, never a traceback.

Another file to be tried is a line in FILES.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embeddings.errors import SourceError
from embeddings.readers.child.limits import Limits
from embeddings.readers.child.process import ReadingProcess
from embeddings.readers.errors import BrokenOffSourceError
from embeddings.readers.parsed_file import Source
from embeddings.types.document import Block
from tests.support.hostile_pdf import chained_forms, shared_page
from tests.support.pdf_drawing import prose
from tests.support.pdf_press import Press, scanned
from tests.support.sample_files import epub, markdown, page, pdf, plain, word

BLOCKS = [
    Block("The lamp", "heading"),
    *(Block(f"{prose(number)} “The ice held” (Okafor, p. {number}).") for number in range(8)),
    Block(f"{prose(9)} (45)", "quotation"),
]
ROMAN = Press(head="The Lamp", numbers=True, front=1)

FILES: dict[str, Callable[[], bytes]] = {
    "plain.txt": lambda: plain(BLOCKS),
    "utf-16.txt": lambda: plain(BLOCKS).decode().encode("utf-16"),
    "marked.md": lambda: markdown(BLOCKS),
    "page.html": lambda: page(BLOCKS),
    "latin.html": lambda: page(BLOCKS, "iso-8859-1"),
    "word.docx": lambda: word(BLOCKS),
    "book.epub": lambda: epub(BLOCKS, chapter=3),
    "one-column.pdf": lambda: pdf(BLOCKS),
    "two-columns.pdf": lambda: pdf(BLOCKS, Press(columns=2, size=8.5)),
    "roman.pdf": lambda: pdf(BLOCKS, ROMAN),
    "locked.pdf": lambda: pdf(BLOCKS, Press(password="")),
    "scanned.pdf": lambda: scanned(pages=2, cover="The lamp and the ice."),
    "pages-in-common.pdf": lambda: shared_page(pages=30),
    "forms.pdf": lambda: chained_forms(depth=2),
}

MAX_SECONDS, MAX_MEMORY = 10, 600 * 2**20


@pytest.fixture(scope="module")
def child() -> Iterator[ReadingProcess]:
    reading = ReadingProcess()
    yield reading
    reading.close()


def damaged(data: bytes, seed: str) -> bytes:
    """Return a file cut somewhere, or with some bytes changed, or both."""
    drawn = random.Random(seed)  # noqa: S311 - no secret
    changed = bytearray(data)
    if drawn.random() < 0.6:
        for _ in range(drawn.choice([1, 1, 3, 20, 200])):
            changed[drawn.randrange(len(changed))] = drawn.randrange(256)
    if drawn.random() < 0.5 or changed == data:
        del changed[drawn.randrange(1, len(changed)) :]
    return bytes(changed)


def come_of(child: ReadingProcess, name: str, data: bytes) -> Source | SourceError:
    """Return what is read of a file, or the sentence that it is refused with."""
    try:
        return child.read(Path(name), data)
    except SourceError as error:
        return error


def hold(child: ReadingProcess, name: str, seeds: range) -> None:
    """Prove that each damaged file is read, or refused in a sentence that its reader has."""
    whole = FILES[name]()
    for seed in seeds:
        data = damaged(whole, f"{name} {seed}")
        limits = Limits.of(len(data))
        assert limits.seconds <= MAX_SECONDS
        assert limits.memory <= MAX_MEMORY
        outcome = come_of(child, name, data)
        if isinstance(outcome, Source):
            continue
        assert "\n" not in str(outcome), seed
        if isinstance(outcome, BrokenOffSourceError):  # what is broken, its reader says itself
            assert outcome.end.startswith("SIG"), (seed, outcome)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_read_or_refused_in_a_sentence(child: ReadingProcess, name: str) -> None:
    hold(child, name, range(5))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_hundred_damaged_files_are_read_or_refused_in_a_sentence(
    child: ReadingProcess, name: str
) -> None:
    hold(child, name, range(5, 105))
