"""Another edition under a running bot: opened while the old one answers, and never half of it."""

import asyncio
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from bot.answers import answer_queue
from bot.answers.answer_queue import RETRY_INTERVAL, AnswerQueue, EditionSwitch
from bot.answers.open_texts import OpenTexts
from bot.answers.opening import open_texts
from embeddings.editions.editions import Editions
from embeddings.editions.promotion import promote_edition, roll_back
from embeddings.errors import DamagedIndexError, NoIndexError
from embeddings.files.proof import Going
from tests.support.cli_program import Program
from tests.support.simulated_bot import Log, Scene, logged, play

PATIENCE = 30


class Pages:
    """A shelf of which no more is known than which edition stands on it, and how it is proved."""

    def __init__(
        self,
        editions: str,
        warming: Callable[[], None] = lambda: None,
        prove: Callable[[Going], bool] = lambda _: True,
    ) -> None:
        self.editions, self.warm, self.prove = editions, warming, prove

    def select(self, _: object) -> "Pages":
        """Return all of it."""
        return self


@dataclass
class Library:
    """An index that changes, as it is seen from outside."""

    mark: tuple[int, ...] | None = (1,)
    error: BaseException | None = None
    now: float = 0.0
    opened: list[str] = field(default_factory=list)
    warming: Callable[[], None] = lambda: None
    prove: Callable[[Going], bool] = lambda _: True

    def open(self) -> Any:
        """Open what is live."""
        self.opened.append(str(self.mark))
        if self.error is not None:
            raise self.error
        return Pages(str(self.mark), self.warming, self.prove)

    def changing(self) -> EditionSwitch:
        """Return what changes over, with its first book open."""
        found = EditionSwitch(self.open, lambda: self.mark, lambda: self.now)
        assert found.texts.editions == str(self.mark)
        return found


@pytest.fixture
def log() -> Iterator[Log]:
    """Return what is logged."""
    with logged() as lines:
        yield lines


def test_a_book_is_opened_once_and_again_only_when_another_edition_is_live(log: Log) -> None:
    library = Library()
    books = library.changing()
    first = books.texts
    books.look()
    assert books.texts is first
    library.mark = (2,)
    assert books.texts is first
    books.look()
    books.look()
    assert books.texts.editions == "(2,)"
    assert library.opened == ["(1,)", "(2,)"]
    assert [one["edition"] for one in log.of("edition_changed")] == ["(2,)"]
    books.stop()


def test_the_old_book_answers_until_the_new_one_is_warm(log: Log) -> None:
    library, seen = Library(), []
    books = library.changing()
    library.warming = lambda: seen.append(books.texts.editions)
    library.mark = (2,)
    books.look()
    assert seen == ["(1,)"]
    assert books.texts.editions == "(2,)"
    assert log.of("edition_open_failed") == []
    books.stop()


def test_another_index_is_turned_to_at_once_and_looked_at_from_then_on(log: Log) -> None:
    library, other = Library(), Library(mark=(7,))
    books = library.changing()
    assert books.switch_to(other.open, lambda: other.mark)
    assert books.texts.editions == "(7,)"
    library.mark = (2,)
    books.look()
    assert books.texts.editions == "(7,)"
    other.mark = (8,)
    books.look()
    assert books.texts.editions == "(8,)"
    books.switch_to(other.open, lambda: other.mark)
    assert other.opened == ["(7,)", "(8,)", "(8,)"]
    assert len(log.of("edition_changed")) == 3
    books.stop()


def test_an_index_that_cannot_be_turned_to_changes_nothing_and_is_told_each_time(log: Log) -> None:
    library, other = Library(), Library(error=NoIndexError(Path("there")))
    books = library.changing()
    for _ in range(2):
        assert not books.switch_to(other.open, lambda: other.mark)
        assert books.texts.editions == "(1,)"
    assert len(log.of("edition_open_failed")) == 2
    library.now = 2 * RETRY_INTERVAL
    books.look()
    assert library.opened == ["(1,)"]
    library.mark = (2,)
    books.look()
    assert books.texts.editions == "(2,)"
    books.stop()


@pytest.mark.parametrize(
    "error", [NoIndexError(Path("there")), OSError(28, "No space left on device")], ids=repr
)
def test_what_cannot_be_opened_changes_nothing_and_the_log_says_once_what_mends_it(
    error: Exception, log: Log
) -> None:
    library = Library()
    books = library.changing()
    first, library.mark, library.error = books.texts, None, error
    for library.now in (0.0, 1.0, RETRY_INTERVAL, 2 * RETRY_INTERVAL, 3 * RETRY_INTERVAL):
        books.look()
        assert books.texts is first
    assert library.opened == ["(1,)", *["None"] * 4]
    (told,) = log.of("edition_open_failed")
    assert (told["reason"], told["remedy"]) == (type(error).__name__, str(error))
    books.stop()


def test_what_is_mended_answers_though_nothing_else_has_changed(log: Log) -> None:
    library = Library()
    books = library.changing()
    library.mark, library.error = (2,), OSError("too many files")
    books.look()
    library.error = None
    books.look()
    assert books.texts.editions == "(1,)"
    library.now = RETRY_INTERVAL
    books.look()
    assert books.texts.editions == "(2,)"
    assert len(log.of("edition_changed")) == len(log.of("edition_open_failed")) == 1
    books.stop()


def test_a_defect_while_the_new_one_is_opened_is_logged_and_the_old_one_answers(log: Log) -> None:
    library = Library()
    books = library.changing()
    library.mark, library.error = (2,), RuntimeError("no memory")
    books.look()
    assert books.texts.editions == "(1,)"
    (told,) = log.of("edition_open_failed")
    assert told["level"] == "error"
    assert told["exception"][0].endswith("RuntimeError")
    books.stop()


def test_it_looks_by_itself_until_it_is_stopped(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_queue, "POLL_INTERVAL", 0.001)
    library, changed = Library(), threading.Event()
    library.warming = changed.set
    books = library.changing()
    books.watch()
    library.mark = (2,)
    assert changed.wait(PATIENCE)
    books.stop()
    for one in threading.enumerate():
        if one.name == "editions":
            one.join(PATIENCE)
            assert not one.is_alive()
    assert log.of("edition_open_failed") == []


def test_without_a_mark_nothing_is_watched() -> None:
    books = EditionSwitch(Library().open)
    books.watch()
    books.look()
    assert "editions" not in {one.name for one in threading.enumerate()}
    books.stop()


def test_a_question_is_answered_by_one_book_and_the_next_by_another() -> None:
    library, begun, free = Library(), threading.Event(), threading.Event()

    def slow(shelf: OpenTexts) -> list[str]:
        before = shelf.editions
        begun.set()
        assert free.wait(PATIENCE)
        return [before, shelf.editions]

    async def scene() -> None:
        first = thinking.submit(slow)
        second = thinking.submit(lambda shelf: [shelf.editions])
        assert await asyncio.to_thread(begun.wait, PATIENCE)
        library.mark = (2,)
        await asyncio.to_thread(thinking._editions.look)
        free.set()
        found, shelf = await first
        assert found == ["(1,)", "(1,)"]
        assert shelf.editions == "(1,)"
        found, shelf = await second
        assert found == [shelf.editions] == ["(2,)"]

    with logged():
        thinking = AnswerQueue(library.open, mark=lambda: library.mark)
        asyncio.run(scene())
        thinking.stop()


LOOKED_UP: dict[str, dict[str, str]] = {
    "page": {"number": "44"},
    "paragraph": {"number": "1"},
    "quote": {},
    "source": {"words": "The lamp was lit before the tide came in"},
}
PRESSED = ("More passages", "Before", "After", "Copy")


def test_what_is_shown_is_shown_by_the_book_that_answered() -> None:
    def live(thinking: AnswerQueue) -> OpenTexts:
        assert threading.current_thread().name.startswith("answers"), "another may be live by now"
        return thinking._editions.texts

    async def act(scene: Scene) -> None:
        with patch.object(AnswerQueue, "texts", property(live)):
            await scene.mentions()
            for name, options in LOOKED_UP.items():
                await scene.alice.slash(scene.channel, name, **options)
            asked = await scene.asks()
            assert asked.response is not None
            for label in PRESSED:
                pressed = await scene.alice.click(asked.response.message, label=label)
                assert pressed.response is not None
            private = await scene.asks(private=True)
            assert private.response is not None
            await scene.alice.click(private.response.message, label="Show in channel")

    log = play(act)
    assert log.of("defect") == []
    assert len(log.of("answered")) == 3


@dataclass
class Running:
    """An index directory under what a bot answers by."""

    editions: Editions
    books: EditionSwitch
    log: Log

    def answers(self) -> str:
        """Ask for a page, and return the edition that answered."""
        book = self.books.texts.first
        answer = book.answerer.answer("What is on page 12?")
        assert answer.outcome == "page"
        assert answer.edition == book.document.edition
        assert book.answerer.answer("Who lit the lamp?").shown
        return answer.edition

    @property
    def remedies(self) -> list[str]:
        """What the log says mends it."""
        return [one["remedy"] for one in self.log.of("edition_open_failed")]


@pytest.fixture
def running(home: Path, program: Program, tiny: Path, log: Log) -> Iterator[Running]:
    """Return a bot's books over a real index, with a candidate beside what is live."""
    editions = Editions(home / "data" / "index")
    books = EditionSwitch(lambda: open_texts(editions.directory, None), editions.read_stamp)
    books.texts.warm()
    text = home / "data" / "harbour.txt"
    text.write_text(text.read_text("utf-8") + "\nOne paragraph more.\n", "utf-8")
    assert program("build", "--candidate", "--model", tiny).status == 0
    yield Running(editions, books, log)
    books.stop()


def test_an_edition_that_is_promoted_and_rolled_back_answers_and_goes(running: Running) -> None:
    first = running.answers()
    promote_edition(running.editions)
    running.books.look()
    second = running.answers()
    assert second != first
    roll_back(running.editions)
    running.books.look()
    assert running.answers() == first
    assert running.remedies == []


def test_an_index_folder_that_is_deleted_leaves_the_old_edition_answering(
    running: Running, tmp_path: Path
) -> None:
    first = running.answers()
    aside = shutil.copytree(running.editions.directory, tmp_path / "aside")
    shutil.rmtree(running.editions.directory)
    running.books.look()
    assert running.answers() == first
    assert running.remedies == [
        f"there is no index in {running.editions.directory}; run `concordance build`"
    ]
    shutil.copytree(aside, running.editions.directory)
    promote_edition(running.editions)
    running.books.look()
    assert running.answers() != first


def test_a_damaged_new_edition_leaves_the_old_one_answering(running: Running) -> None:
    first = running.answers()
    entry = promote_edition(running.editions)
    path = running.editions.directory / entry.name / "tokens.npy"
    path.write_bytes(b"half")
    running.books.look()
    assert running.answers() == first
    (remedy,) = running.remedies
    assert str(path) in remedy
    assert "run `concordance build`" in remedy
    roll_back(running.editions)
    running.books.look()
    assert running.answers() == first
    assert len(running.log.of("edition_changed")) == 1


def test_the_folder_of_the_live_edition_may_go_and_it_answers_on(running: Running) -> None:
    first, live = running.answers(), running.editions.find_live_folder()
    assert live is not None
    shutil.rmtree(live)
    assert running.answers() == first


def watched(library: Library) -> EditionSwitch:
    """Return a switch whose texts were proved, once the proof has ended."""
    books = library.changing()
    proofs = [thread for thread in _watch(books) if thread.name == "proof"]
    for thread in proofs:
        thread.join(PATIENCE)
        assert not thread.is_alive()
    return books


def _watch(books: EditionSwitch) -> list[threading.Thread]:
    """Watch for editions, and return the threads that were started."""
    before = set(threading.enumerate())
    with patch.object(books, "_mark", None):
        books.watch()
    return [thread for thread in threading.enumerate() if thread not in before]


def test_a_large_file_that_is_damaged_is_told_once_the_texts_answer(log: Log) -> None:
    def prove(_: Going) -> bool:
        raise DamagedIndexError(Path("tokens.npy"), "is not what was written")

    library = Library(prove=prove)
    books = watched(library)
    assert books.damage == (
        "the index is damaged: tokens.npy is not what was written; run `concordance build`"
    )
    (line,) = log.of("edition_damaged")
    assert (line["edition"], line["remedy"]) == ("(1,)", books.damage)
    library.mark, library.prove = (2,), lambda _: True
    books.look()
    assert books.damage is None


def test_a_proof_ends_with_the_texts_that_it_is_of(log: Log) -> None:
    begun, ended = threading.Event(), threading.Event()

    def prove(going: Going) -> bool:
        begun.set()
        while going():
            pass
        ended.set()
        return False

    library = Library(prove=prove)
    books = library.changing()
    _watch(books)
    assert begun.wait(PATIENCE)
    library.mark, library.prove = (2,), lambda _: True
    books.look()
    assert ended.wait(PATIENCE)
    books.stop()
    assert log.of("edition_damaged") == []
