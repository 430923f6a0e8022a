"""The search: what each stage brings, what order comes out, what it makes of a question."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.concordance.concordance import Concordance
from embeddings.files.arrays import IntArray
from embeddings.index.index import Index
from embeddings.index.indexing import build_index
from embeddings.models.encoder import Encoded, Vectors
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval.calibration import Calibration
from embeddings.retrieval.first_stage import fuse_scores, score_by_sentences, select_best
from embeddings.retrieval.retriever import (
    MIN_CANDIDATES,
    FollowUpHits,
    FollowUpQuery,
    Retriever,
)
from embeddings.retrieval.spelling import list_whole_words
from embeddings.retrieval.stages import SPELLING, STAGE_NAMES, STAGES, Candidates, Query, Stage
from embeddings.types import Document, Hit, Passage, Span
from tests.embeddings.index.test_index import concordance_of
from tests.support.build_tools import silent
from tests.support.small_text import small
from tests.support.two_models import TwoModels

SMALL = small()
QUESTION = "When did the lamp go out?"
TAKEN = ("The soldier took the palace.", "The crowd took the soldier.", "A question of page one.")
CALIBRATION = Calibration(0.5, 20.0)


def leave_out(retriever: Retriever, *stages: str) -> Retriever:
    """Return the same search without some of its stages."""
    return Retriever(retriever.index, retriever.encoders, retriever.calibration, without=stages)


def scores(retriever: Retriever, question: str = QUESTION) -> Vectors:
    """Return the score of every passage for a question, by the passages' numbers."""
    found = retriever.search(retriever.encode_query(question))
    assert sorted(found.passages) == list(range(len(SMALL.passages)))
    return found.scores[np.argsort(found.passages)]


def test_hits_are_passages_with_probabilities_best_first(small_retriever: Retriever) -> None:
    hits = small_retriever.retrieve(small_retriever.encode_query(QUESTION), 10)
    assert {hit.passage for hit in hits} == set(SMALL.passages)
    assert len(hits) == len(SMALL.passages)
    found = [hit.score for hit in hits]
    assert found == sorted(found, reverse=True)
    assert 0 < found[-1] < found[0] <= 1
    assert hits[0].passage == SMALL.passages[-2]
    assert small_retriever.retrieve(small_retriever.encode_query(QUESTION), 2) == hits[:2]


@pytest.mark.parametrize(
    "stage", [stage for stage in STAGES if stage.weight_alone], ids=lambda stage: stage.name
)
def test_without_a_stage_the_scores_are_without_what_it_says(
    small_retriever: Retriever, stage: Stage
) -> None:
    every = np.arange(len(SMALL.passages))
    for question in (QUESTION, "Who lit the lamp in the storm?", "In what year did Voss write?"):
        asked = small_retriever.encode_query(question)
        late = small_retriever.late_interaction
        sentences = small_retriever._search_first_stage(asked)["sentences"]
        said = stage.scores(Candidates(small_retriever.index, late, late, asked, every, sentences))
        without = leave_out(small_retriever, stage.name)
        difference = scores(small_retriever, question) - scores(without, question)
        np.testing.assert_allclose(difference, stage.weight_alone * said, atol=1e-3)
        if np.abs(said).max() > 0:
            return
    pytest.fail("the stage said nothing")


def test_with_two_models_the_stages_have_the_weights_of_both(two_models: TwoModels) -> None:
    encoders = two_models.opened()
    index, _ = build_index(concordance_of(*TAKEN), encoders, (), None, silent)
    retriever = Retriever(index, encoders, CALIBRATION)
    asked, every = retriever.encode_query("Who took the palace?"), np.arange(len(TAKEN))
    assert asked.second is not None
    found = retriever.search(asked)
    late, second = retriever.late_interaction, retriever.second_interaction
    sentences = retriever._search_first_stage(asked)["sentences"]
    candidates = Candidates(index, late, late, asked, every, sentences, second)
    expected = candidates.zeros
    for stage in STAGES:
        expected += np.float32(stage.weight) * stage.scores(candidates)
    np.testing.assert_allclose(found.scores, expected[found.passages], atol=1e-3)


def test_every_stage_can_be_left_out_and_nothing_is_then_said(small_retriever: Retriever) -> None:
    assert scores(leave_out(small_retriever, *STAGE_NAMES)).tolist() == [0] * len(SMALL.passages)


def test_another_rescorer_takes_the_place_of_late_interaction(small_retriever: Retriever) -> None:
    class First:
        """Finds the first passage close, and none else."""

        def rescore(self, question: str, encoded: Encoded, passages: IntArray) -> Vectors:
            assert (question, encoded) == (asked.words, asked.encoded)
            close: Vectors = (passages == 0).astype(np.float32)
            return close

    asked = small_retriever.encode_query(QUESTION)
    other = Retriever(small_retriever.index, small_retriever.encoders, CALIBRATION, First())
    assert other.search(asked).passages[0] == 0
    assert small_retriever.search(asked).passages[0] != 0


def test_a_misspelt_word_is_searched_as_it_is_meant(small_retriever: Retriever) -> None:
    assert small_retriever.encode_query("Who saw the baricades?").words == "Who saw the barricades?"
    plain = leave_out(small_retriever, SPELLING)
    assert plain.encode_query("Who saw the baricades?").words == "Who saw the baricades?"
    [hit] = small_retriever.retrieve(small_retriever.encode_query("baricades of what year"), 1)
    assert "barricades" in hit.passage.text


def named(encoder: OnnxEncoder, *names: tuple[str, ...]) -> Retriever:
    """Return a search over a few passages with names that mean the same."""
    said = ("Ada Marlow lit the lamp.", "The ship was held in the ice.", "Nobody wrote it down.")
    concordance = replace(concordance_of(*said), names=names)
    encoders = EncoderPair(encoder)
    index, _ = build_index(concordance, encoders, (), None, silent)
    return Retriever(index, encoders, CALIBRATION)


def test_a_name_is_found_by_another_that_means_the_same(default_encoder: OnnxEncoder) -> None:
    question = "Was Zubrowka there?"
    both = named(default_encoder, ("Ada Marlow", "Zubrowka"))
    assert both.encode_query(question).words == "Was Ada Marlow there?"
    [hit] = both.retrieve(both.encode_query(question), 1)
    assert hit.passage.text == "Ada Marlow lit the lamp."
    assert named(default_encoder).encode_query("Was Ada there?").words == "Was Ada there?"


def test_hits_are_marked_with_the_sentence_closest_to_the_question(
    small_retriever: Retriever,
) -> None:
    asked = small_retriever.encode_query("Who tells of a ship held in the ice?")
    hits = small_retriever.retrieve(asked, 3)
    marked = small_retriever.mark_closest(asked, hits)
    assert [(one.passage, one.score) for one in marked] == [
        (one.passage, one.score) for one in hits
    ]
    for one in marked:
        assert one.closest is not None
        assert one.passage.span.holds(one.closest)
    first = marked[0].closest
    assert first is not None
    assert SMALL.document.quote(first.start, first.end).startswith("Lindqvist tells")
    done = Hit(hits[0].passage, 0.5, hits[0].passage.span)
    assert small_retriever.mark_closest(asked, [done]) == [done]


def test_context_is_never_marked(default_encoder: OnnxEncoder) -> None:
    document = Document.of("text", "A text", ["The barricades of 1848 were another matter.", "So."])
    lead_in, own = (Span(p.start, p.end) for p in document.paragraphs)
    quoted = Passage(own.start, own.end, "So.", (2,), "quotation", context=lead_in)
    concordance = Concordance(document, (), None, (), (), (quoted,))
    encoders = EncoderPair(default_encoder)
    index, _ = build_index(concordance, encoders, (), None, silent)
    retriever = Retriever(index, encoders, CALIBRATION)
    asked = retriever.encode_query("the barricades of 1848 were another matter")
    [hit] = retriever.mark_closest(asked, [Hit(quoted, 0.5)])
    assert hit.closest == own


def test_forms_of_a_word_are_searched_alike(small_retriever: Retriever) -> None:
    asked = small_retriever.encode_query("What was the N.E.P. on the 17th?")
    assert asked.words == "What was the NEP on the 17?"


def test_the_works_that_a_text_cites_are_in_its_vocabulary(small_retriever: Retriever) -> None:
    for name in ("Ines Okafor", "The Lamp Keepers", "A Winter on the Ice"):
        assert small_retriever.vocabulary.has_phrase(name)
    assert small_retriever.vocabulary.has_word("Ines")
    assert not small_retriever.vocabulary.has_word("Letters")  # known, but not cited


def test_a_name_for_another_is_in_the_vocabulary_of_the_text(default_encoder: OnnxEncoder) -> None:
    retriever = named(default_encoder, ("Zubrowka", "Ada Marlow"))
    assert retriever.vocabulary.has_phrase("Zubrowka lit the lamp")
    assert not retriever.vocabulary.has_word("Okafor")


@pytest.mark.parametrize(
    ("question", "understood"),
    [
        ("Who lit the lamp?", True),
        ("barricading", True),
        ("baricades", True),
        ("In 1848?", True),
        ("In 1849?", False),
        ("asdfgh qwrtz", False),
        ("x 9 ?", False),
        ("", False),
    ],
)
def test_a_question_is_understood_by_one_word_or_a_year_of_the_text(
    small_retriever: Retriever, question: str, understood: bool
) -> None:
    words = question.replace("In ", "")  # a year is to stand alone: “in” is a word
    assert small_retriever.has_known_word(small_retriever.encode_query(words).words) is understood


def test_words_of_one_piece_are_the_models_words(default_encoder: OnnxEncoder) -> None:
    words = list_whole_words(default_encoder)
    assert {"lamp", "the"} <= set(words)
    assert not any(word.startswith(("#", "[")) for word in words)


@pytest.fixture(scope="module")
def crowded(tiny_encoder: OnnxEncoder) -> Index:
    """Return an index of many short passages."""
    every = [f"The soldier {number} took page {number}." for number in range(MIN_CANDIDATES + 30)]
    return build_index(concordance_of(*every), EncoderPair(tiny_encoder), (), None, silent)[0]


def test_so_many_candidates_are_scored_again_and_no_more(
    crowded: Index, tiny_encoder: OnnxEncoder
) -> None:
    retriever = Retriever(crowded, EncoderPair(tiny_encoder), CALIBRATION)
    asked = retriever.encode_query("Who took page 7?")
    found = retriever.search(asked)
    assert len(found.passages) == len(set(found.passages)) == MIN_CANDIDATES
    assert 7 in found.passages
    assert len(retriever.retrieve(asked, 5)) == 5
    assert len(retriever.retrieve(asked, MIN_CANDIDATES + 7)) == MIN_CANDIDATES + 7
    assert (np.diff(found.scores) <= 0).all()


def test_a_passage_not_among_the_rows_has_the_score_of_the_last(
    crowded: Index, tiny_encoder: OnnxEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("first_stage", "retriever"):
        monkeypatch.setattr(f"embeddings.retrieval.{module}.MAX_SENTENCES", 5)
    retriever = Retriever(crowded, EncoderPair(tiny_encoder), CALIBRATION)
    asked: Query = retriever.encode_query("Who took page 7?")
    near, rows = crowded.sentence_vectors.search(asked.encoded.vector, 5)
    first = retriever._search_first_stage(asked)["sentences"]
    expected = np.full(len(first), near[-1])
    expected[crowded.rows.owners[rows]] = near
    np.testing.assert_array_equal(first, expected)


owned = st.integers(1, 8).flatmap(
    lambda passages: st.tuples(
        st.just(passages),
        st.lists(st.tuples(st.integers(0, passages - 1), st.floats(-1, 1, width=32)), max_size=30),
    )
)


@given(owned)
def test_each_passage_has_its_best_row_and_one_without_a_row_nothing(
    rows: tuple[int, list[tuple[int, float]]],
) -> None:
    passages, every = rows
    owners = np.array([owner for owner, _ in every], np.int32)
    found = score_by_sentences(
        owners, np.array([score for _, score in every], np.float32), passages
    )
    for number in range(passages):
        own = [score for owner, score in every if owner == number]
        assert found[number] == np.float32(max([0.0, *own]))


@given(st.lists(st.floats(-1, 1, width=32), max_size=80), st.integers(1, 60))
def test_the_best_are_the_highest_whatever_their_order(values: list[float], count: int) -> None:
    every = np.array(values, np.float32)
    chosen = select_best(every, count)
    assert len(set(chosen.tolist())) == min(count, len(values))
    assert sorted(every[chosen], reverse=True) == sorted(every, reverse=True)[:count]


def test_kinds_of_scores_weigh_alike_before_they_are_added() -> None:
    first = {"a": np.array([0, 5, 10], np.float32), "b": np.array([0.2, 0.1, 0.1], np.float32)}
    assert fuse_scores(first).tolist() == pytest.approx([1, 0.5, 1])
    assert fuse_scores({"a": np.zeros(3, np.float32)}).tolist() == [0, 0, 0]


def meant(
    retriever: Retriever, *wordings: str, own: float, raised: tuple[int, ...] = ()
) -> FollowUpHits:
    """Return what is found for a short question that may mean one of these."""
    asked = [retriever.encode_query(question) for question in ("And why?", *wordings)]
    return retriever.retrieve_follow_up(FollowUpQuery(asked[0], asked[1:], own, raised), 3)


def test_a_question_that_says_nothing_itself_finds_what_its_wording_finds(
    small_retriever: Retriever,
) -> None:
    found = meant(small_retriever, QUESTION, own=0.0)
    alone = small_retriever.retrieve(small_retriever.encode_query(QUESTION), 3)
    assert [one.passage for one in found.hits] == [one.passage for one in alone]
    assert found.probability == pytest.approx(alone[0].score, abs=1e-5)


def test_of_several_wordings_the_one_that_finds_most_is_meant(small_retriever: Retriever) -> None:
    other = "How does photosynthesis work in ferns?"
    assert meant(small_retriever, other, QUESTION, own=0.2).rewrite == 1
    assert meant(small_retriever, QUESTION, other, own=0.2).rewrite == 0


def test_a_passage_that_is_pointed_to_comes_sooner_and_makes_no_answer_likelier(
    small_retriever: Retriever,
) -> None:
    plain = meant(small_retriever, QUESTION, own=0.2)
    last = SMALL.passages.index(plain.hits[-1].passage)
    raised = meant(small_retriever, QUESTION, own=0.2, raised=(last,))
    places = [one.passage for one in raised.hits]
    assert places.index(plain.hits[-1].passage) < len(places) - 1
    assert raised.probability == plain.probability


def test_a_question_of_common_words_weighs_less_than_its_wording(
    small_retriever: Retriever,
) -> None:
    """Where its own words are few, what it is joined to decides."""
    found = meant(small_retriever, QUESTION, own=0.5)
    joined = small_retriever.retrieve(small_retriever.encode_query(QUESTION), 1)
    assert found.hits[0].passage == joined[0].passage
