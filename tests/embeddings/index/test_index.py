"""What is searched of a concordance: the same before and after a save, nothing lost."""

from pathlib import Path

import numpy as np
import pytest

from embeddings.concordance.concordance import Concordance
from embeddings.errors import DamagedIndexError
from embeddings.files.arrays import serialize_array
from embeddings.index.embedding_inputs import make_embedding_inputs
from embeddings.index.index import Index
from embeddings.index.indexing import build_index
from embeddings.models.encoder_pair import EncoderPair
from embeddings.models.onnx_encoder import OnnxEncoder
from embeddings.retrieval.late_interaction import make_late_interaction
from embeddings.types import Citation, Document, Passage, Span
from tests.support.build_tools import silent

SHORT = ("The crowd.", "The soldier took the palace.", "A question of page one. Of page two!")
LONG = "one two three the crowd and the soldier. " * 40
SENTENCES = 44


def concordance_of(*paragraphs: str) -> Concordance:
    """Return a concordance in which each paragraph is a passage."""
    document = Document.of("essay", "Essay", paragraphs)
    none: tuple[Citation, ...] = ()
    passages = tuple(
        Passage(p.start, p.end, document.quote(p.start, p.end), (p.number,), "essay")
        for p in document.paragraphs
    )
    return Concordance(document, (), None, none, (), passages)


def index_of(encoder: OnnxEncoder, *paragraphs: str) -> Index:
    """Return an index of paragraphs."""
    return build_index(concordance_of(*paragraphs), EncoderPair(encoder), (), None, silent)[0]


@pytest.fixture(scope="module")
def built(tiny_encoder: OnnxEncoder) -> Index:
    """Return an index of three short passages and a long one."""
    return index_of(tiny_encoder, *SHORT, LONG)


def saved(index: Index, directory: Path) -> Path:
    """Write an index, and return where."""
    for name, data in index.files().items():
        (directory / name).write_bytes(data)
    return directory


def test_what_was_saved_is_searched_alike(
    built: Index, tiny_encoder: OnnxEncoder, tmp_path: Path
) -> None:
    path = saved(built, tmp_path) / "concordance.json"
    concordance = Concordance.from_json(path, path.read_bytes())
    loaded = Index.load(tmp_path, concordance)
    assert concordance == built.concordance
    assert loaded.files() == built.files()
    assert (loaded.words, list(loaded.unit_hashes)) == (built.words, list(built.unit_hashes))
    every = np.arange(len(SHORT) + 1)
    for question in ("Who took the palace?", "the crowd", LONG, "?"):
        asked = tiny_encoder.encode(question)
        for one, other in (
            (
                loaded.sentence_vectors.search(asked.vector, 9)[1],
                built.sentence_vectors.search(asked.vector, 9)[1],
            ),
            (
                make_late_interaction(loaded).rescore("", asked, every),
                make_late_interaction(built).rescore("", asked, every),
            ),
            (loaded.score_words(question, every), built.score_words(question, every)),
            (loaded.lexical.scores(question), built.lexical.scores(question)),
        ):
            np.testing.assert_array_equal(one, other)


def test_each_sentence_is_nearest_to_its_own_words(built: Index, tiny_encoder: OnnxEncoder) -> None:
    for unit in list(make_embedding_inputs(built.concordance))[:3]:
        for words in unit.own:
            [score], [row] = built.sentence_vectors.search(tiny_encoder.encode(words).vector, 1)
            assert built.rows.owners[row] == unit.passage
            assert score == pytest.approx(1, abs=1e-5)


def test_every_sentence_has_a_normalised_vector_and_its_place_in_the_text(built: Index) -> None:
    text = built.concordance.document.text
    vectors = built.sentence_vectors.vectors()
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert len(vectors) == len(built.rows.owners) == len(built.sentences.spans) == SENTENCES
    said = [text[start:end].strip() for start, end in built.sentences.spans]
    assert said == [
        words for unit in make_embedding_inputs(built.concordance) for words in unit.own
    ]
    assert built.sentences.span(2, 1) == Span(*built.sentences.spans[3])
    assert list(built.sentences.own(2)) == [0, 1]


def test_token_vectors_stand_with_the_sentence_that_they_are_of(
    built: Index, tiny_encoder: OnnxEncoder
) -> None:
    encoded = tiny_encoder.encode(SHORT[2])
    inside = [int(start) < len("A question of page one.") for start, _ in encoded.offsets]
    first, middle, end = built.sentences.starts[built.sentences.firsts[2] :][:3]
    assert middle - first == sum(inside)
    found = built.tokens.rows(int(first), int(end))
    np.testing.assert_allclose(found, encoded.tokens, atol=1e-5)
    assert np.exp(built.sentences.log_lengths[2]) == pytest.approx(1 + len(encoded.tokens))


def test_a_passage_longer_than_the_window_keeps_the_tokens_of_all_its_sentences(
    built: Index, tiny_encoder: OnnxEncoder
) -> None:
    assert len(list(tiny_encoder.windows(LONG))) > 3
    starts = built.sentences.starts[built.sentences.firsts[3] : built.sentences.firsts[4] + 1]
    assert len(starts) == 41
    assert np.diff(starts).min() >= len(tiny_encoder.pieces(LONG[: len(LONG) // 40]))


def test_what_is_known_is_taken_as_it_is(built: Index, tiny_encoder: OnnxEncoder) -> None:
    told: list[tuple[int, int]] = []
    more = "Once more. The crowd."
    again, embedded = build_index(
        concordance_of(*SHORT, LONG, more),
        EncoderPair(tiny_encoder),
        (),
        built,
        lambda done, total: told.append((done, total)),
    )
    assert embedded == 2  # the passage and its first sentence; its second is known
    assert told == [(1, 2), (2, 2)]
    old, new = built.sentence_vectors.vectors(), again.sentence_vectors.vectors()
    np.testing.assert_array_equal(new[: len(old)], old)
    count = built.tokens.count
    np.testing.assert_array_equal(again.tokens.rows(0, count), built.tokens.rows(0, count))
    assert again.rows.hashes[-1] == built.rows.hashes[0]


def test_the_same_sentence_twice_is_embedded_once(tiny_encoder: OnnxEncoder) -> None:
    told: list[tuple[int, int]] = []
    concordance = concordance_of("The crowd.", "The crowd.", "The crowd. The crowd.")
    index, embedded = build_index(
        concordance, EncoderPair(tiny_encoder), (), None, lambda *step: told.append(step)
    )
    assert embedded == 4  # three passages, one sentence
    assert told == [(3, 4), (4, 4)]
    assert len(set(index.rows.hashes)) == 1
    assert index.rows.owners.tolist() == [0, 1, 2, 2]


def test_a_hash_too_few_is_refused(built: Index, tmp_path: Path) -> None:
    path = saved(built, tmp_path) / "owners.npy"
    path.write_bytes(serialize_array(built.rows.owners[:-1]))
    with pytest.raises(DamagedIndexError, match="run `concordance build`"):
        Index.load(tmp_path, built.concordance)


def test_a_piece_that_is_everywhere_counts_less_than_one_that_is_rare(
    built: Index, tiny_encoder: OnnxEncoder
) -> None:
    numbers = {piece: number for number, piece in enumerate(tiny_encoder.vocabulary())}
    assert len(built.weights) == len(numbers)
    assert (built.weights > 0).all()
    assert built.weights[numbers["the"]] < built.weights[numbers["palace"]]
    asked = build_index(
        built.concordance, EncoderPair(tiny_encoder), ["the palace", "a palace"], built, silent
    )[0]
    assert asked.weights[numbers["palace"]] < built.weights[numbers["palace"]]


def test_words_are_counted_by_the_passages_that_have_them(built: Index) -> None:
    assert {word: built.words[word] for word in ("the", "page", "crowd")} == {
        "the": 3,
        "page": 1,
        "crowd": 2,
    }


def test_a_question_is_compared_with_the_best_sentence_by_its_words(built: Index) -> None:
    best = built.score_words("page two", np.arange(4))
    scores = built.sentence_lexical.scores("page two")
    assert best[2] == scores[3] == scores.max() > 0
    assert best[1] == 0


def test_whatever_passages_are_asked_for_their_best_sentences_are_found(built: Index) -> None:
    scores, firsts = built.sentence_lexical.scores("the crowd of page two"), built.sentences.firsts
    for passages in ([3, 0, 2, 1], [1], [2, 2, 0], []):
        expected = [scores[firsts[one] : firsts[one + 1]].max() for one in passages]
        found = built.score_words("the crowd of page two", np.array(passages, np.int64))
        assert found.tolist() == expected
