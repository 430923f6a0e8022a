"""What happens while a text is built: it is given up, asked, outlived, broken off."""

import os
import select
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree
from signal import SIGKILL

import pytest

from embeddings.editions.editions import Editions
from tests.standin import Message
from tests.support.cli_program import HARBOUR
from tests.support.live_bot import shown
from tests.support.maintained_bot import Maintained, buttons, maintained, told

CORRECTED = HARBOUR.replace("proud of it.", "proud of it (p. xiii).")


@pytest.fixture(scope="module")
def _one(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Maintained]:
    with at_work(built, tmp_path_factory.mktemp("meanwhile")) as one:
        yield one


@pytest.fixture
def one(_one: Maintained) -> Iterator[Maintained]:
    """Return a bot that several tests share."""
    yield _one
    assert _one.discord.violations == []


@contextmanager
def at_work(built: Path, folder: Path) -> Iterator[Maintained]:
    """Run a bot whose text may be changed."""
    home = folder / "home"
    copytree(built, home)
    with maintained(home / "data" / "index", home, library=home / "data" / "library.toml") as one:
        yield one


class Held:
    """A build that goes no further than to the manifest, which is handed over when told."""

    def __init__(self, one: Maintained) -> None:
        self.one, self.path = one, one.index.parent / "library.toml"
        self._words = self.path.read_bytes()
        self.path.unlink()
        os.mkfifo(self.path)
        self.asked = one.builds(CORRECTED)

    @property
    def message(self) -> Message:
        """What shows how far it is."""
        self.one.discord.wait(lambda: self.asked.visible, "a step of the build", within=300)
        return self.asked.visible[0]

    def go_on(self) -> None:
        """Hand the manifest over to the build, and let it lie there again."""
        reader = os.open(self.path, os.O_WRONLY)
        self.restore()
        with os.fdopen(reader, "wb") as pipe:
            pipe.write(self._words)

    def restore(self) -> None:
        """Let the manifest lie where it did."""
        beside = self.path.with_suffix(".new")
        beside.write_bytes(self._words)
        beside.replace(self.path)

    @property
    def process(self) -> int:
        """The process that builds, once it waits."""
        bot = self.one.program.process.pid
        (number,) = Path(f"/proc/{bot}/task/{bot}/children").read_text().split()
        return int(number)


@contextmanager
def held(one: Maintained) -> Iterator[Held]:
    """Begin a build that is held up, and leave the manifest as it was."""
    build = Held(one)
    try:
        yield build
    finally:
        build.restore()


def test_questions_are_answered_and_another_build_is_told_to_wait(one: Maintained) -> None:
    live = one.history.live or ""
    with held(one) as build:
        assert told(build.message) == "Reading the file …"
        assert buttons(build.message) == ["Cancel"]
        answer = one.admin.asks(one.channel, "ask", question="What is on page 12?").answer()
        assert "The lamp is lit before the tide" in shown(answer)[0]
        for command in ("build", "promote"):
            file = {"file": one.discord.upload("essay.txt", b"x")} if command == "build" else {}
            assert "I am at work on the index" in told(one.shows(command, **file))
        assert live in told(one.shows("editions"))
        build.go_on()
        message = one.ended(build.asked)
    assert "Page citation gained · ¶ 2 · " in told(message)
    one.presses(message, "Discard")
    assert one.history.live == live


def test_a_build_is_cancelled_and_nothing_is_left_of_it(one: Maintained) -> None:
    there = [each.name for each in one.history.listed]
    with held(one) as build:
        message = build.message
        one.keeper.presses(message, "Cancel")
        assert told(one.ended(build.asked)) == "Cancelled. What answers is as it was."
    assert buttons(message) == []
    assert [each.name for each in one.history.listed] == there
    with Editions(one.index).locked():
        pass


def test_a_button_that_cancels_what_is_over_says_so(one: Maintained) -> None:
    with held(one) as build:
        components = build.message.components
        one.keeper.presses(build.message, "Cancel")
        message = one.ended(build.asked)
    message.components = components
    (late,) = one.keeper.presses(message, "Cancel").answer()
    assert late.content.startswith("This is over already")


def test_a_build_of_another_process_is_waited_for(one: Maintained) -> None:
    with Editions(one.index).locked():
        message = one.ended(one.builds(CORRECTED))
        assert told(message).startswith("Another build, promote or rollback is writing to")
    assert buttons(message) == []


def test_what_outlives_its_interaction_goes_on_in_a_direct_message(one: Maintained) -> None:
    direct = one.keeper.direct
    with held(one) as build:
        assert build.message
        one.discord.clock.advance(901)
        build.go_on()
        one.discord.wait(lambda: ended(direct.said), "the end in a direct message", within=300)
        one.discord.wait(lambda: len(standing(direct.said)) == 1, "the progress to go")
    (message,) = standing(direct.said)
    assert "Page citation gained" in told(message)
    message.interaction = build.asked
    one.presses(message, "Discard")
    assert "is discarded." in told(message)


def standing(messages: list[Message]) -> list[Message]:
    """Return the messages that are not deleted."""
    return [one for one in messages if not one.deleted]


def ended(messages: list[Message]) -> bool:
    """Say whether a build has come to its end in a conversation."""
    return any("Discard" in buttons(one) for one in standing(messages))


def test_whoever_takes_no_messages_finds_the_candidate_all_the_same(one: Maintained) -> None:
    one.keeper.user.takes_messages = False
    try:
        with held(one) as build:
            assert build.message
            one.discord.clock.advance(901)
            build.go_on()
            one.program.says('"code": 50007', within=300)
    finally:
        one.keeper.user.takes_messages = True
    message = one.shows("diff")
    assert "Page citation gained" in told(message)
    one.presses(message, "Discard")


def test_a_process_that_is_killed_is_a_sentence_and_a_line_in_the_log(one: Maintained) -> None:
    with held(one) as build:
        assert build.message
        os.kill(build.process, SIGKILL)
        message = one.ended(build.asked)
    assert told(message).startswith("The system ended the work (signal 9), most often for want of")
    assert '"status": -9' in one.program.text


def test_a_bot_that_is_told_to_end_ends_the_build_and_says_so(built: Path, tmp_path: Path) -> None:
    with at_work(built, tmp_path) as one, held(one) as build:
        assert build.message
        number = build.process
        one.program.terminate()
        assert one.program.wait() == 0
        assert gone(number)
        assert told(build.message).startswith("I am being restarted, so I gave this up.")
        with Editions(one.index).locked():
            pass
        assert one.discord.violations == []


def test_a_bot_that_is_killed_leaves_no_build_behind(built: Path, tmp_path: Path) -> None:
    with at_work(built, tmp_path) as one, held(one) as build:
        assert build.message
        number = build.process
        handle = os.pidfd_open(number)
        one.program.kill()
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        assert poll.poll(60_000)
        assert gone(number)


def gone(number: int) -> bool:
    """Say whether a process has ended, be it seen out or not."""
    with suppress(FileNotFoundError, ProcessLookupError):
        return "State:\tZ" in Path(f"/proc/{number}/status").read_text()
    return True
