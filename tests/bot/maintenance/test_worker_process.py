"""A process beside the bot: what it is told, what is made of its end, what is logged of it."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.errors import UserError
from bot.maintenance import worker_process
from bot.maintenance.errors import BrokenOffError, CancelledError, NotDoneError
from bot.maintenance.protocol import Discarded, Job, Result, Step
from bot.maintenance.worker_process import WorkerProcess
from tests.support.simulated_bot import Log, logged

JOB = Job(task="discard", index=Path("index"), library=Path("library.toml"))


def runs(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    """Let another program be run than the worker."""
    monkeypatch.setattr(worker_process, "_CALL", (sys.executable, "-c", "\n".join(lines)))


def done(steps: list[Step] | None = None) -> Result:
    """Return what a process comes to."""
    told: list[Step] = [] if steps is None else steps
    return asyncio.run(WorkerProcess().done(JOB, told.append))


def failed(kind: type[UserError]) -> Log:
    """Let a process fail in a way, and return what was logged."""
    with logged() as lines, pytest.raises(kind):
        done()
    return lines


def test_the_job_is_handed_over_and_steps_come_before_the_result(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(
        monkeypatch,
        "import json",
        "job = json.loads(input())",
        "for done in range(3):",
        "    print(json.dumps({'told': 'step', 'stage': 'embedding', 'done': done, 'total': 3}))",
        "print(json.dumps({'told': 'discarded', 'name': job['task'] * 30000}), flush=True)",
        "input()",
    )
    steps: list[Step] = []
    assert done(steps) == Discarded(name="discard" * 30_000)
    assert [one.done for one in steps] == [0, 1, 2]


def test_the_secrets_of_the_bot_are_not_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TOKEN", "TOKEN_FILE", "DATABASE_URL", "DATABASE_URL_FILE", "MODEL"):
        monkeypatch.setenv(f"CONCORDANCE_{name}", "x")
    runs(
        monkeypatch,
        "import json, os",
        "names = [one for one in os.environ if one.startswith('CONCORDANCE_')]",
        "print(json.dumps({'told': 'discarded', 'name': ' '.join(names)}))",
    )
    assert done() == Discarded(name="CONCORDANCE_MODEL")


def test_a_failure_is_the_sentence_that_was_told(monkeypatch: pytest.MonkeyPatch) -> None:
    told = '{"told": "failed", "kind": "BusyIndexError", "sentence": "wait for it"}'
    runs(monkeypatch, f"print({told!r})")
    with pytest.raises(NotDoneError, match=r"^Wait for it\.$") as caught:
        done()
    assert caught.value.kind == "BusyIndexError"


def test_a_defect_is_logged_with_its_places_and_without_words_of_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runs(monkeypatch, "def split(text):", "    raise ValueError(text)", "split('The lamp is lit')")
    lines = failed(BrokenOffError)
    (line,) = lines.of("defect")
    assert (line["status"], line["during"]) == (1, "maintaining")
    assert line["exception"][:2] == ["ValueError", 'File "<string>", line 2, in split']
    assert "The lamp" not in lines.text


def test_a_process_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_process, "_CALL", ("/no/such/program",))
    with pytest.raises(NotDoneError, match="No process can be started for the work"):
        done()


def test_half_a_line_is_no_result(monkeypatch: pytest.MonkeyPatch) -> None:
    half = '{"told": "discarded", "na'
    runs(monkeypatch, "import os", f"os.write(1, {half.encode()!r})", "os.kill(os.getpid(), 9)")
    (line,) = failed(BrokenOffError).of("defect")
    assert line["status"] == -9


def test_what_is_given_up_at_once_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    runs(monkeypatch, "input()", "input()")

    async def act() -> None:
        one = WorkerProcess()
        one.give_up(CancelledError)
        await one.done(JOB, lambda _: None)

    with pytest.raises(CancelledError):
        asyncio.run(act())
