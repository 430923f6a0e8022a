"""Answers: look-ups, hints, refusals, and the gate that every word passes."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.answering.answerer import (
    ABSENT,
    NEAREST,
    Answerer,
    shares_letters,
)
from embeddings.answering.manners import reply_to
from embeddings.citations import KnownWorks
from embeddings.concordance.annotations import format_paragraphs as paragraphs_label
from embeddings.concordance.concordance import Concordance
from embeddings.concordance.proof import prove_hits
from embeddings.errors import SpanError, UnprovedQuotationError
from embeddings.lookup.locator import find_locator
from embeddings.lookup.pages import look_up_pages
from embeddings.messages import TranslatableMessage
from embeddings.readers import blocks
from embeddings.retrieval.retriever import Retriever
from embeddings.types import Answer, Document, EarlierTurn, Hit
from tests.support.made_up_texts import concordances
from tests.support.small_text import ICE, LAMPS, small

SMALL = small()


def ask(question: str, limit: int = 3) -> Answer:
    """Ask a question that needs no search."""

    def unneeded() -> Retriever:
        pytest.fail("a search was made")

    return Answerer(SMALL, 0.3, unneeded).answer(question, limit)


def paragraphs(answer: Answer) -> list[tuple[int, ...]]:
    """Return the paragraphs of the passages shown."""
    return [one.passage.paragraphs for one in answer.shown]


def test_warming_opens_the_search_once_and_searches(
    small_retriever: Retriever, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Retriever] = []
    limits: list[int] = []

    def retriever() -> Retriever:
        opened.append(small_retriever)
        return small_retriever

    monkeypatch.setattr(small_retriever, "retrieve", lambda _asked, limit: limits.append(limit))
    Answerer(SMALL, 0.3, retriever).warm()
    assert (len(opened), limits) == (1, [1])


def test_a_page_is_looked_up_alone_and_inside_a_range_the_default_work_first() -> None:
    assert paragraphs(ask("What is on page 44?")) == [(2,)]
    assert paragraphs(ask("page 46")) == [(3,)]
    assert paragraphs(ask("Lindqvist page xii")) == [(6,)]
    answer = ask("page 45")
    assert (answer.outcome, answer.answered, answer.message) == ("page", True, None)


def test_a_page_that_is_not_cited_is_answered_with_no_and_the_nearest_named_as_such() -> None:
    answer = ask("What is on page 900 of Lindqvist?")
    assert (answer.outcome, answer.answered) == ("nearest", False)
    assert answer.message == (
        "No: the text cites nothing from page 900 of A Winter on the Ice. "
        "The nearest page that it cites is pp. 45–47 of A Winter on the Ice."
    )
    assert paragraphs(answer) == [(3,)]


def test_a_number_that_is_no_page_is_answered_with_no() -> None:
    answer = ask("page 0")
    assert (answer.outcome, answer.message, answer.shown) == (
        "nearest",
        "No: there is no page 0.",
        (),
    )


def test_more_passages_than_are_shown_are_counted() -> None:
    answer = ask("pages 1-99", limit=1)
    assert len(answer.shown) == 1
    assert answer.message == "The first 1 of 3 passages that cite pages 1-99:"


def test_a_page_of_a_work_that_is_not_cited_is_answered_with_no() -> None:
    answer = ask("What is on page 45 of Das Kapital?")
    assert (answer.outcome, answer.answered) == ("nearest", False)
    assert answer.message is not None
    assert answer.message.startswith("No: the text does not cite “Das Kapital”; it cites")
    assert paragraphs(answer) == [(3,)]


def test_an_author_who_is_only_spoken_of_is_no_filter() -> None:
    assert paragraphs(ask("What became of Lindqvist on page 12?")) == [(2,)]
    assert paragraphs(ask("What became of Lindqvist on page 46?")) == [(3,)]
    assert not ask("What does Lindqvist say on page 12?").answered


def test_an_author_who_is_only_spoken_of_is_preferred() -> None:
    text = "“It froze all night” (p. 45).\n\n“It thawed all day” (Lindqvist, p. 45)."
    document = Document.of("text", "A text", blocks(text))
    concordance = Concordance.of(document, KnownWorks((LAMPS, ICE), LAMPS))
    locator = find_locator("What became of Lindqvist on page 45?", concordance)
    assert locator is not None
    found = look_up_pages(concordance, locator)
    assert [hit.passage.paragraphs for hit in found.hits] == [(2,)]


def test_a_question_in_other_letters_than_the_text_is_not_answered() -> None:
    assert shares_letters("¿Quién?", "Who lit it?")
    assert not shares_letters("Кто спас Чернова?", "Who lit it?")
    assert shares_letters("1917?", "Who lit it?")


@pytest.mark.parametrize(
    "question",
    ["", "  ", "???", "🙂🙂", "\u200b\u200d", "hello there, how are you today?", "Thanks!"],
)
def test_nothing_asked_is_answered_with_a_hint(question: str) -> None:
    answer = ask(question)
    assert (answer.outcome, answer.answered, answer.shown) == ("hint", False, ())
    assert answer.message


def test_a_hint_names_what_the_text_answers() -> None:
    def unneeded() -> Retriever:
        pytest.fail("a search was made")

    asked = "What does the text say about Okafor?"
    answer = Answerer(SMALL, 0.3, unneeded, (asked,)).answer("hello")
    assert (answer.outcome, answer.message) == ("hint", reply_to("hello", (asked,)))
    assert ask("hello").message == reply_to("hello", ())


@pytest.mark.parametrize("question", ["asdfgh qwrtz", "xk 99 zzzz?", "2217?"])
def test_a_question_without_a_word_in_it_is_answered_with_a_hint(
    small_answerer: Answerer, question: str
) -> None:
    assert small_answerer.answer(question).outcome == "hint"


def test_a_question_that_the_text_answers_is_answered_first_with_the_words_marked(
    small_answerer: Answerer,
) -> None:
    answer = small_answerer.answer("When did the lamp go out?")
    assert (answer.outcome, answer.message, len(answer.passages)) == ("answer", None, 3)
    assert paragraphs(answer)[0] == (6,)
    first = answer.shown[0]
    [(start, end)] = first.highlights
    assert first.passage.text[start:end].startswith("The lamp went out")
    scores = [one.score for one in answer.passages]
    assert scores == sorted(scores, reverse=True)
    assert small_answerer.bar <= scores[0] <= 1


@given(st.floats(0.01, 0.99))
def test_only_passages_that_are_sure_are_shown_beside_an_answer(
    small_answerer: Answerer, bar: float
) -> None:
    answer = small_answerer.answer("Who lit the lamp again?", bar=bar)
    if not answer.answered:
        assert answer.shown == answer.passages
        assert not any(one.sure for one in answer.passages)
        return
    assert len(answer.passages) == 3
    assert [one for one in answer.passages if one.sure] == list(answer.shown)
    for one in answer.passages:
        if abs(one.score - bar) > 0.001:  # scores are rounded
            assert one.sure is (one.score > bar)


def test_a_question_that_the_text_does_not_answer_is_refused_with_the_nearest(
    small_answerer: Answerer,
) -> None:
    answer = small_answerer.answer("How does photosynthesis store energy in a leaf?", 2)
    assert (answer.outcome, answer.answered, answer.message) == ("nearest", False, NEAREST)
    assert answer.shown == answer.passages
    assert len(answer.shown) == 2
    assert answer.shown[0].score < small_answerer.bar


def test_a_name_that_the_text_never_has_is_said_to_be_absent_without_passages(
    small_answerer: Answerer,
) -> None:
    answer = small_answerer.answer("Who was Zubrowka, and what did Professor Plum say?")
    assert (answer.outcome, answer.passages) == ("nearest", ())
    assert answer.message == "The text never mentions Zubrowka, Professor Plum."
    assert isinstance(answer.message, TranslatableMessage)
    assert answer.message.form == ABSENT
    in_chat = small_answerer.answer("who is zubrowka")
    assert in_chat.message == "The text never mentions Zubrowka."


@pytest.mark.parametrize("question", ["Who is Ines Okafor?", "What does The Lamp Keepers say?"])
def test_a_work_that_the_text_cites_and_its_author_are_not_absent(
    small_answerer: Answerer, question: str
) -> None:
    assert small_answerer.answer(question).passages


def test_a_question_about_the_text_itself_is_answered_without_a_search() -> None:
    answer = ask("How long is the essay?")
    assert (answer.outcome, answer.answered, answer.passages) == ("about", True, ())
    assert answer.message
    assert answer.message.startswith("“Lamps” has ")
    assert paragraphs(ask("How does it end?")) == [(7,)]


def test_a_summary_is_the_passages_nearest_to_the_title_all_shown(
    small_answerer: Answerer,
) -> None:
    answer = small_answerer.answer("What is this text about?", 2)
    assert (answer.outcome, answer.answered) == ("about", True)
    assert len(answer.shown) == len(answer.passages) == 2


LIT, OUT = "Who lit the lamp again?", "When did the lamp go out?"
FERNS = "how does photosynthesis work in ferns?"


def test_two_questions_are_answered_in_turn(small_answerer: Answerer) -> None:
    answer = small_answerer.answer(f"{LIT} {OUT}")
    assert [part.question for part in answer.parts] == [LIT, OUT]
    assert (answer.outcome, answer.message) == ("answer", None)
    assert [one.passage for one in answer.passages][:2] == [
        small_answerer.answer(question).passages[0].passage for question in (LIT, OUT)
    ]
    assert len(small_answerer.answer(f"{LIT} {OUT}", 1).passages) == 1


def test_what_one_of_two_questions_leaves_open_is_told(small_answerer: Answerer) -> None:
    answer = small_answerer.answer(f"{LIT} And {FERNS}")
    assert (answer.outcome, len(answer.parts)) == ("answer", 2)
    assert answer.message == f"The text does not seem to say: “{FERNS}”"
    assert [one.passage for one in answer.passages] == [
        one.passage for one in small_answerer.answer(LIT).passages
    ]


def test_what_is_told_of_the_text_is_kept_beside_the_other_answer(
    small_answerer: Answerer,
) -> None:
    answer = small_answerer.answer(f"How long is the essay? {LIT}")
    assert answer.outcome == "answer"
    assert answer.message == small_answerer.answer("How long is the essay?").message
    both = small_answerer.answer("Who wrote this essay and when was this written?")
    assert both.outcome == "about"
    assert both.message == (
        "The library does not say who wrote “Lamps”. "
        "The library does not say when “Lamps” was written."
    )


def test_two_questions_that_are_not_answered_are_searched_as_one(
    small_answerer: Answerer,
) -> None:
    answer = small_answerer.answer(f"Why do leaves fall off trees? And {FERNS}")
    assert (answer.outcome, answer.parts, answer.message) == ("nearest", (), NEAREST)
    assert len(answer.passages) == 3


def test_the_second_question_may_lean_on_the_first(small_answerer: Answerer) -> None:
    answer = small_answerer.answer("Who tells of a ship held in the ice, and when was that?", 3)
    assert len(answer.parts) == 2
    assert answer.parts[1].joined
    assert not answer.parts[0].joined


@given(st.floats(0, 1), st.sampled_from(("When did the lamp go out?", "How does a leaf store it?")))
def test_what_is_less_probable_than_the_bar_of_a_question_is_no_answer(
    small_answerer: Answerer, bar: float, question: str
) -> None:
    answer, usual = small_answerer.answer(question, bar=bar), small_answerer.answer(question)
    if abs(answer.passages[0].score - bar) > 0.001:  # scores are rounded
        assert answer.answered is (answer.passages[0].score > bar)
    assert [one.passage for one in answer.passages] == [one.passage for one in usual.passages]
    assert small_answerer.answer(question, bar=small_answerer.bar).outcome == usual.outcome


def test_after_another_question_the_bar_holds_too(small_answerer: Answerer) -> None:
    before = EarlierTurn.of(small_answerer.answer("When did the lamp go out?"))
    outcomes = [small_answerer.answer("And why?", 3, before, bar).outcome for bar in (0.0, 1.1)]
    assert outcomes == ["answer", "nearest"]


def test_passages_on_a_theme_are_as_sure_as_is_asked(small_answerer: Answerer) -> None:
    counts = [len(small_answerer.find_passages("lamp", 9, bar)) for bar in (0.0, None, 1.1)]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] == 0 < counts[0]


def test_a_question_in_other_letters_is_refused_whatever_its_score(
    small_answerer: Answerer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(small_answerer, "bar", 0.0)
    monkeypatch.setattr(Retriever, "has_known_word", lambda _self, _question: True)
    assert small_answerer.answer("Who lit the lamp?").outcome == "answer"
    assert small_answerer.answer("Кто зажег лампу снова?").outcome == "nearest"


@given(concordances())
def test_every_passage_of_a_text_passes_the_gate(concordance: Concordance) -> None:
    shown = prove_hits(concordance, [Hit(passage, 0.5) for passage in concordance.passages])
    text = concordance.document.text
    for one in shown:
        assert one.passage.text == text[one.passage.start : one.passage.end]
        assert all(words is None or words in text for words in one.lead_ins)
        assert one.reference.endswith(f"text {paragraphs_label(one.passage.paragraphs)}")


def test_words_that_are_not_the_texts_are_not_shown() -> None:
    passage = SMALL.passages[1]
    false = replace(passage, text=passage.text.replace("light", "night"))
    with pytest.raises(UnprovedQuotationError):
        prove_hits(SMALL, [Hit(false, 1.0)])
    moved = replace(passage, start=passage.start + 1, end=passage.end + 1)
    with pytest.raises(UnprovedQuotationError):
        prove_hits(SMALL, [Hit(moved, 1.0)])
    with pytest.raises(SpanError):
        prove_hits(SMALL, [Hit(replace(passage, end=10**9), 1.0)])


def test_a_citation_that_does_not_stand_there_is_not_shown() -> None:
    passage = SMALL.passages[1]
    false = replace(passage.citations[0], printed="(12, 19, 45)")
    with pytest.raises(UnprovedQuotationError):
        prove_hits(SMALL, [Hit(replace(passage, citations=(false,)), 1.0)])


def test_a_quotation_that_reaches_out_of_its_passage_is_not_shown() -> None:
    passage = SMALL.passages[1]
    false = replace(passage.quotations[0], start=0)
    with pytest.raises(UnprovedQuotationError):
        prove_hits(SMALL, [Hit(replace(passage, quotations=(false,)), 1.0)])
