"""Limits grow with a file, up to an end, and are held by the system."""

import signal
import subprocess
import sys

from embeddings.readers.child.limits import MAX_MEMORY, MAX_SECONDS, MAX_WAIT, Limits


def test_a_small_file_has_little_and_a_book_enough() -> None:
    small, book, huge = (Limits.of(size) for size in (4_000, 3 * 2**19, 2**30))
    assert small.seconds < 10
    assert small.memory < 600 * 2**20
    assert book.seconds >= 90  # 1,000 pages, on a machine a fourth as quick
    assert book.memory >= 800 * 2**20
    assert huge == Limits(MAX_SECONDS, MAX_MEMORY)


def limited(limits: str, program: str) -> subprocess.CompletedProcess[bytes]:
    """Run a program within limits."""
    begin = f"from embeddings.readers.child.limits import Limits\nLimits({limits}).apply()\n"
    return subprocess.run(
        [sys.executable, "-c", begin + program], capture_output=True, check=False, timeout=60
    )


def test_memory_is_limited() -> None:
    assert limited("5, 300 * 2**20", "bytes(100 * 2**20)").returncode == 0
    assert b"MemoryError" in limited("5, 300 * 2**20", "bytes(400 * 2**20)").stderr


def test_time_is_limited() -> None:
    program = "import signal; signal.alarm(0)\nwhile True: pass"  # however busy the machine is
    assert limited("1, 2**30", program).returncode == -signal.SIGXCPU


def test_waiting_is_limited() -> None:
    left = limited("5, 2**30", "import signal; print(signal.alarm(0))").stdout
    assert 0 < int(left) <= 5 * MAX_WAIT
