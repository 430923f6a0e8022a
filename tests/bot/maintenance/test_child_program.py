"""The program as a child: what it is told, what is made of its end, what is logged of it."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from bot.maintenance import child_program
from bot.maintenance.child_program import NICE, ChildProgram
from bot.maintenance.errors import (
    BrokenOffError,
    CancelledError,
    NotDoneError,
    UnreadableError,
)
from bot.maintenance.jobs import Job
from bot.maintenance.results import Output, Step

STEPS = """
import sys
for done in range(3):
    print('{"stage": "embedding", "done": %d, "of": 3}' % done, file=sys.stderr)
    print("Loading weights", '{"stage": "baking"}', '{"stage"', sep="\\n", file=sys.stderr)
print(" ".join(sys.argv[1:]) * 30_000)
"""


def runs(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Let some code be run in the place of the program."""
    monkeypatch.setattr(child_program, "_PROGRAM", (sys.executable, "-c", code))


def output(*command: str, steps: list[Step] | None = None) -> Output:
    """Return what the child prints."""
    tell = None if steps is None else steps.append
    job = Job(command, lambda output: output, Step(stage="reading"))
    return asyncio.run(ChildProgram({"CONCORDANCE_MODEL": "tiny"}).run(job, tell))


def test_steps_are_told_as_they_come_and_what_else_is_said_is_passed_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, STEPS)
    steps: list[Step] = []
    assert (
        output("diff", "--", "\0a-\ud800", steps=steps).printed == b"diff -- a-?" * 30_000 + b"\n"
    )
    assert steps == [
        Step(stage="reading"),
        *(Step(stage="embedding", done=done, of=3) for done in range(3)),
    ]


def test_the_secrets_of_the_bot_are_not_handed_on_and_its_settings_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("TOKEN", "TOKEN_FILE", "DATABASE_URL", "DATABASE_URL_FILE", "MODEL"):
        monkeypatch.setenv(f"CONCORDANCE_{name}", "x")
    runs(monkeypatch, "import os; print({k: v for k, v in os.environ.items() if 'CONCORD' in k})")
    assert output().printed == b"{'CONCORDANCE_MODEL': 'tiny'}\n"


def test_the_child_stands_back_behind_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    waits = f"while os.nice(0) == {os.nice(0)}: pass"  # the child may begin a moment before
    runs(monkeypatch, f"import os\n{waits}\nprint(os.nice(0))")
    assert int(output().printed) == os.nice(0) + NICE


def test_the_child_is_ended_before_the_bot_where_memory_runs_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = Path("/proc/self/oom_score_adj")
    if not own.exists():
        pytest.skip("only Linux tells which process is to be ended first")
    waits = "while (score := open('/proc/self/oom_score_adj').read()) != '1000\\n': pass"
    runs(monkeypatch, f"{waits}\nprint(score)")
    assert int(output().printed) == 1000
    assert int(own.read_text("ascii")) < 1000


def test_a_refusal_is_an_output_too(monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, "print('{}'); raise SystemExit(2)")
    assert output() == Output(2, b"{}\n")


def test_of_a_defect_the_places_are_kept_and_no_word_of_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, "def split(text):\n    raise ValueError(text)\nsplit('The lamp is lit')")
    with pytest.raises(BrokenOffError, match=r"The work broke off \(status 1\)") as caught:
        output()
    places = [
        "ValueError",
        'File "<string>", line 2, in split',
        'File "<string>", line 3, in <module>',
    ]
    assert caught.value.details == {"status": 1, "exception": places}


def test_a_child_that_is_killed_is_told_from_one_that_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, "import os; os.write(1, b'{'); os.kill(os.getpid(), 9)")
    with pytest.raises(BrokenOffError, match=r"signal 9\), most often for want of memory"):
        output()


def test_a_child_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_program, "_PROGRAM", ("/no/such/program",))
    with pytest.raises(NotDoneError, match="No process can be started for the work"):
        output()


def test_a_child_that_prints_without_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_program, "MAX_OUTPUT", 2**20)
    runs(monkeypatch, "while True: print('x' * 10_000)")
    with pytest.raises(UnreadableError, match="I cannot read what it came to"):
        output()


def test_a_line_without_end_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, "import sys; sys.stderr.write('x' * 10**7); print('{}')")
    assert output().printed == b"{}\n"


def given_up(monkeypatch: pytest.MonkeyPatch, code: str) -> int:
    """Give a child up once it tells a step, and return how it ended."""
    runs(
        monkeypatch,
        f"import signal, sys\n{code}\nsys.stderr.write(STEP)\nsys.stdin.read()".replace(
            "STEP", repr('{"stage": "loading"}\n')
        ),
    )
    child = ChildProgram({})
    job = Job((), lambda output: output)
    with suppress(CancelledError):
        asyncio.run(child.run(job, lambda _: child.give_up(CancelledError())))
        raise AssertionError
    assert child._process is not None
    return child._process.returncode or 0


def test_what_is_given_up_is_ended_and_killed_where_it_does_not_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert given_up(monkeypatch, "") == -signal.SIGTERM
    monkeypatch.setattr(child_program, "GRACE", 0.01)
    ignoring = "signal.signal(signal.SIGTERM, signal.SIG_IGN)"
    assert given_up(monkeypatch, ignoring) == -signal.SIGKILL


def test_what_is_given_up_before_it_begins_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child_program, "_PROGRAM", ("/no/such/program",))
    child = ChildProgram({})
    child.give_up(CancelledError())
    with pytest.raises(CancelledError):
        asyncio.run(child.run(Job((), lambda output: output)))
