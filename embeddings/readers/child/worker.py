"""A process for one file: limited, waited for, and whatever ends it told in a sentence."""

import os
import select
import signal
import sys
from pathlib import Path
from resource import struct_rusage
from traceback import extract_tb
from typing import NoReturn

from embeddings.errors import SourceError
from embeddings.readers import registry
from embeddings.readers.child.messages import Request, write_refusal, write_source
from embeddings.readers.errors import BrokenOffSourceError, ExceedingSourceError
from embeddings.readers.reader import InputFile

_OUT_OF_TIME = {signal.SIGXCPU, signal.SIGALRM}
_CHUNK = 2**16


def answer(request: Request, asker: int) -> bytes:
    """Read a file in a process of its own, and return the answer.

    It ends, and this one too, where whoever asks closes the descriptor `asker`.
    """
    own, workers = os.pipe()
    worker = os.fork()
    if not worker:
        _work(request, workers)
    os.close(workers)
    line = _hear(worker, own, asker)
    os.close(own)
    _, status, usage = os.wait4(worker, 0)
    return line if status == 0 else write_refusal(_explain_end(request, status, usage))


def _work(request: Request, answers: int) -> NoReturn:
    """Read a file, write the answer, and end."""
    status = 1
    try:
        request.limits.apply()
        with os.fdopen(answers, "wb") as stream:
            stream.write(_read(request))
        status = 0
    finally:
        os._exit(status)  # what the parent has opened is not this one's to close


def _read(request: Request) -> bytes:
    path, kind = request.path, registry.name_kind(request.path)
    file = InputFile(path, request.data, registry.reader_named_by(path))
    try:
        return write_source(registry.read(file))
    except SourceError as error:
        return write_refusal(error)
    except MemoryError:
        return write_refusal(_exceed_memory(request))
    except ImportError as error:
        problem = f"is {kind}, and {error.name}, which reads it, is not installed here"
        return write_refusal(SourceError(path, problem, "run `pip install 'concordance[build]'`"))
    except Exception as error:  # noqa: BLE001  (the edge: what goes wrong here ends one file)
        frame = extract_tb(error.__traceback__)[-1]
        end = f"{type(error).__name__} in {Path(frame.filename).name}, line {frame.lineno}"
        return write_refusal(BrokenOffSourceError(path, kind, end))


def _hear(worker: int, answers: int, asker: int) -> bytes:
    """Return what a worker says, to its end."""
    parts: list[bytes] = []
    while True:
        ready, _, _ = select.select([answers, asker], [], [])
        if asker in ready:  # nothing more is asked before an answer: it is the end
            os.kill(worker, signal.SIGKILL)
            sys.exit()
        if not (part := os.read(answers, _CHUNK)):
            return b"".join(parts)
        parts.append(part)


def _explain_end(request: Request, status: int, usage: struct_rusage) -> SourceError:
    """Return why a worker has ended without an answer."""
    code = os.waitstatus_to_exitcode(status)
    kind = registry.name_kind(request.path)
    if -code in _OUT_OF_TIME:
        return ExceedingSourceError(request.path, kind, f"{request.limits.seconds} s")
    if 2 * usage.ru_maxrss * 1024 > request.limits.memory:  # PDFium ends itself where it has none
        return _exceed_memory(request)
    end = signal.Signals(-code).name if code < 0 else f"status {code}"
    return BrokenOffSourceError(request.path, kind, end)


def _exceed_memory(request: Request) -> SourceError:
    memory = f"{request.limits.memory // 2**20:,} MB of memory"
    return ExceedingSourceError(request.path, registry.name_kind(request.path), memory)
