"""The queue of questions: bounded, in order, off the event loop, and closed in good order."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from bot.answers import answer_queue
from bot.answers.answer_queue import AnswerQueue
from bot.answers.open_texts import OpenText, OpenTexts
from bot.errors import BusyError, ClosingError
from embeddings.answering.answerer import Answerer
from embeddings.concordance.concordance import Concordance
from embeddings.errors import EmbeddingsError
from embeddings.retrieval.vocabulary import Vocabulary
from embeddings.types import Hit
from tests.support.small_text import small, words_of

if TYPE_CHECKING:
    from embeddings.retrieval.retriever import Retriever

PATIENCE = 30


class UnreadableError(EmbeddingsError):
    """Something that goes wrong while an answer is sought."""


@dataclass
class Search:
    """A search that waits until it is let go, and keeps what it was asked."""

    concordance: Concordance
    asked: list[str] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)
    begun: threading.Event = field(default_factory=threading.Event)
    free: threading.Event = field(default_factory=threading.Event)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the text."""
        return words_of(self.concordance)

    def has_known_word(self, question: str) -> bool:
        """Return whether there is a question."""
        return bool(question)

    def encode_query(self, question: str) -> SimpleNamespace:
        """Return the question as it is."""
        return SimpleNamespace(words=question)

    def mark_closest(self, query: SimpleNamespace, hits: Iterable[Hit]) -> list[Hit]:
        """Return hits as they are."""
        del query
        return list(hits)

    def retrieve(self, query: SimpleNamespace, limit: int) -> list[Hit]:
        """Return the first passages, once it may."""
        self.threads.add(threading.get_ident())
        self.begun.set()
        assert self.free.wait(PATIENCE)
        self.asked.append(query.words)
        if "broken" in query.words:
            raise UnreadableError
        return [Hit(passage, 1.0) for passage in self.concordance.passages[:limit]]


def opened(places: int = 3) -> tuple[AnswerQueue, Search]:
    """Return a queue before a real answerer, and the search behind it."""
    search = Search(small())
    answerer = Answerer(search.concordance, 0.3, lambda: cast("Retriever", search))
    return AnswerQueue(lambda: OpenTexts([OpenText(answerer)]), places), search


def kept(
    scene: Callable[[AnswerQueue, Search], Coroutine[None, None, None]], places: int = 3
) -> None:
    """Play a scene in an event loop, and let the search go at its end; no error is lost."""
    thinking, search = opened(places)
    unheard: list[dict[str, object]] = []

    async def played() -> None:
        asyncio.get_running_loop().set_exception_handler(lambda _, told: unheard.append(told))
        try:
            await asyncio.wait_for(scene(thinking, search), PATIENCE)
        finally:
            search.free.set()
            thinking.stop()

    asyncio.run(played())
    assert unheard == []


async def begun(search: Search) -> None:
    """Wait until a search has begun."""
    assert await asyncio.to_thread(search.begun.wait, PATIENCE)


def test_questions_are_answered_in_their_order_one_at_a_time_in_one_thread() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        questions = [f"lamp {number}" for number in range(20)]
        waiting = [thinking.ask(question, 1) for question in questions]
        search.free.set()
        answers = [one.result for one in await asyncio.gather(*waiting)]
        assert [one.question for one in answers] == questions == search.asked
        assert all(len(one.shown) == 1 for one in answers)
        assert len(search.threads) == 1
        assert threading.get_ident() not in search.threads

    kept(scene, places=20)


def test_a_page_is_looked_up_and_the_text_is_at_hand() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        answer, shelf = await thinking.ask("What is on page 44?")
        assert (answer.outcome, len(answer.shown)) == ("page", 1)
        assert shelf is thinking.texts
        assert thinking.texts.first.document is search.concordance.document
        assert thinking.waiting == 0

    kept(scene)


def test_the_event_loop_runs_on_while_a_question_is_thought_about() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        answer = thinking.ask("lamp")
        await begun(search)
        turns = [await asyncio.to_thread(int, number) for number in range(5)]
        assert turns == [0, 1, 2, 3, 4]
        assert not answer.done()
        search.free.set()
        assert (await answer).result.outcome == "answer"

    kept(scene)


def test_the_question_behind_the_last_place_is_told_to_come_again() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        waiting = [thinking.ask("lamp") for _ in range(3)]
        with pytest.raises(BusyError) as caught:
            thinking.ask("one too many")
        assert caught.value.seconds >= 1
        assert f"again in {caught.value.seconds} s" in str(caught.value)
        search.free.set()
        assert len(await asyncio.gather(*waiting)) == 3
        assert "one too many" not in search.asked
        assert (await thinking.ask("lamp")).result.outcome == "answer"

    kept(scene)


def test_the_wait_that_is_named_grows_with_what_answers_take() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        thinking._average_ms = 4000.0
        waiting = [thinking.ask("lamp") for _ in range(3)]
        with pytest.raises(BusyError) as caught:
            thinking.ask("lamp")
        assert caught.value.seconds == 12
        search.free.set()
        taken = [one.result for one in await asyncio.gather(*waiting)]
        assert thinking._average_ms < 4000.0
        assert thinking._average_ms > min(one.elapsed_ms for one in taken)

    kept(scene)


def test_an_error_reaches_who_asked_and_frees_the_place() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        search.free.set()
        for _ in range(5):
            with pytest.raises(UnreadableError):
                await thinking.ask("broken")
            assert thinking.waiting == 0
        assert (await thinking.ask("lamp")).result.outcome == "answer"

    kept(scene)


def test_a_question_that_is_given_up_frees_its_place() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        first, second, third = (thinking.ask(f"lamp {number}") for number in range(3))
        await begun(search)
        second.cancel()
        await asyncio.wait([second])
        assert thinking.waiting == 2
        fourth = thinking.ask("lamp 3")
        search.free.set()
        await asyncio.gather(first, third, fourth)
        assert search.asked == ["lamp 0", "lamp 2", "lamp 3"]
        assert thinking.waiting == 0

    kept(scene)


def test_after_the_stop_no_question_is_taken_in_and_those_that_wait_are_answered() -> None:
    async def scene(thinking: AnswerQueue, search: Search) -> None:
        waiting = [thinking.ask(f"lamp {number}") for number in range(3)]
        await begun(search)
        thinking.stop()
        with pytest.raises(ClosingError):
            thinking.ask("too late")
        search.free.set()
        answers = [one.result for one in await asyncio.gather(*waiting)]
        assert [one.question for one in answers] == ["lamp 0", "lamp 1", "lamp 2"]
        with pytest.raises(ClosingError):
            thinking.ask("too late")
        thinking.stop()

    kept(scene)


def test_the_answerer_is_opened_once_and_warmed_by_a_search() -> None:
    search = Search(small())
    search.free.set()
    opened = []

    def shelf() -> OpenTexts:
        opened.append(search)
        return OpenTexts(
            [OpenText(Answerer(search.concordance, 0.3, lambda: cast("Retriever", search)))]
        )

    async def ask() -> None:
        await thinking.ask("lamp")

    thinking = AnswerQueue(shelf)
    assert opened == []
    thinking.warm()
    assert len(search.asked) == 1
    asyncio.run(ask())
    assert thinking.texts.first.document is search.concordance.document
    assert opened == [search]
    thinking.stop()


def test_after_the_stop_nothing_looks_for_another_edition(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answer_queue, "POLL_INTERVAL", 0.001)
    before = set(threading.enumerate())
    thinking = AnswerQueue(lambda: OpenTexts([]), mark=lambda: 1)
    thinking.watch()
    started = set(threading.enumerate()) - before
    (watching,) = [thread for thread in started if thread.name == "editions"]
    thinking.stop()
    watching.join(PATIENCE)
    assert not watching.is_alive()
