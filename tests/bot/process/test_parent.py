"""A program that was started by another one ends with it."""

import subprocess
import sys

from tests.support.cli_program import ROOT, environment

CODE = """
import sys, threading
from bot.process.parent import end_with_standard_input
end_with_standard_input()
print("begun", flush=True)
threading.Event().wait()
"""


def test_a_process_ends_once_its_standard_input_is_closed() -> None:
    call = [sys.executable, "-c", CODE]
    with subprocess.Popen(
        call, cwd=ROOT, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        child.stdin.write(b"words change nothing\n")
        child.stdin.flush()
        assert child.stdout.readline() == b"begun\n"
        assert child.poll() is None
        child.stdin.close()
        assert child.wait(60) == 0
