"""Whatever goes wrong over one file is told in a sentence."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from embeddings.errors import SourceError
from embeddings.readers import registry
from embeddings.readers.child import process, worker
from embeddings.readers.child.limits import Limits
from embeddings.readers.child.messages import Request, read_answer
from embeddings.readers.child.process import ReadingProcess
from embeddings.readers.errors import BrokenOffSourceError, ExceedingSourceError
from tests.support.hostile_pdf import chained_forms, circular_labels, shared_page

PATH = Path("essay.pdf")


@pytest.fixture(scope="module")
def child() -> Iterator[ReadingProcess]:
    reading = ReadingProcess()
    yield reading
    reading.close()


def refusal(child: ReadingProcess, data: bytes) -> SourceError:
    """Return the sentence that a file is refused with."""
    with pytest.raises(SourceError) as caught:
        child.read(PATH, data)
    assert str(caught.value).startswith("essay.pdf: is a PDF file ")
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_crash_is_a_sentence(child: ReadingProcess) -> None:
    refused = refusal(child, circular_labels())
    assert isinstance(refused, BrokenOffSourceError)
    assert refused.end == "SIGSEGV"


def test_memory_that_runs_out_is_a_sentence(
    child: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "of", lambda _: Limits(20, 200 * 2**20))
    refused = refusal(child, chained_forms(depth=6))
    assert isinstance(refused, ExceedingSourceError)
    assert refused.limit == "200 MB of memory"


def test_time_that_runs_out_is_a_sentence(
    child: ReadingProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Limits, "of", lambda _: Limits(1, 2**29))
    refused = refusal(child, shared_page(pages=20_000))
    assert isinstance(refused, ExceedingSourceError)
    assert refused.limit == "1 s"


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (RecursionError(), "its reader breaks off (RecursionError in test_worker.py, line "),
        (KeyError("styles"), "its reader breaks off (KeyError in test_worker.py, line "),
        (MemoryError(), "takes more than 512 MB of memory to read"),
        (ImportError(name="lxml"), "lxml, which reads it, is not installed here"),
    ],
)
def test_an_exception_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, error: Exception, problem: str
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(registry, "read", fail)
    with pytest.raises(SourceError) as caught:
        read_answer(worker._read(Request(PATH, b"%PDF-", Limits(5, 2**29))), PATH)
    assert problem in caught.value.problem


def test_a_worker_ends_with_whoever_asks() -> None:
    asked = process._start()
    requests, answers = process._streams(asked)
    Request(PATH, shared_page(pages=20_000), Limits(60, 2**29)).write(requests)
    seen = psutil.Process(asked.pid)
    while not (workers := seen.children()):
        assert asked.poll() is None
    requests.close()
    assert not psutil.wait_procs(workers, 10)[1]
    assert asked.wait(10) == 0
    answers.close()
