"""The words of a question in the words of texts: bm25s' scores, as shares of the most."""

from pathlib import Path
from unittest.mock import patch

import bm25s
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.errors import DamagedIndexError
from embeddings.files import arrays
from embeddings.files.arrays import load_array, serialize_array
from embeddings.index import bm25
from embeddings.index.bm25 import K1, MAX_TEXTS_SCORED_WHOLE, B, Bm25Scores, count_word_forms
from embeddings.models.encoder import Vectors
from embeddings.text.words import stem_words

TEXTS = (
    "The keepers of the lamp wrote little, and one keeper nothing.",
    "The ship was held in the ice.",
    "…",
    "The lamp went out; the keeper lit the lamp.",
)
WORDS = "lamp lamps keeper ice ship the wrote nobody 1905 é".split()


def own(texts: list[str], question: str) -> Vectors:
    """Return the scores that bm25s itself gives texts."""
    search = bm25s.BM25(k1=K1, b=B, method="lucene")
    search.index([stem_words(text) for text in texts], show_progress=False)
    known = [stem for stem in stem_words(question) if stem in search.vocab_dict]
    if not known:
        return np.zeros(len(texts), dtype=np.float32)
    found: Vectors = search.get_scores(known)
    return found


def lists(most: int) -> st.SearchStrategy[str]:
    """Make texts of a few known words."""
    return st.lists(st.sampled_from(WORDS), min_size=1, max_size=most).map(" ".join)


@given(st.lists(lists(12), min_size=1, max_size=8), lists(6))
def test_scores_are_those_of_bm25s_in_proportion(texts: list[str], question: str) -> None:
    found, expected = Bm25Scores.build(texts).scores(question), own(texts, question)
    most = expected.max()
    assert ((found >= 0) & (found <= 1)).all()
    assert bool(found.max() > 0) == bool(most > 0)
    if most > 0:
        np.testing.assert_allclose(found / found.max(), expected / most, rtol=1e-5, atol=1e-6)


@given(
    st.lists(lists(12), min_size=1, max_size=30),
    lists(6),
    st.sampled_from([0, MAX_TEXTS_SCORED_WHOLE]),
    st.data(),
)
def test_some_texts_have_the_scores_that_they_have_among_all(
    texts: list[str], question: str, few: int, data: st.DataObject
) -> None:
    lexical = Bm25Scores.build(texts)
    some = np.array(data.draw(st.lists(st.integers(0, len(texts) - 1), min_size=1)), dtype=np.int64)
    with patch.object(bm25, "MAX_TEXTS_SCORED_WHOLE", few):
        found = lexical.scores_of(question, some)
    assert found.tobytes() == lexical.scores(question)[some].tobytes()


@given(lists(6))
def test_a_share_is_of_what_all_words_of_the_question_could_score(question: str) -> None:
    lexical = Bm25Scores.build(TEXTS)
    holding = [sum(stem in stem_words(text) for text in TEXTS) for stem in stem_words(question)]
    most = sum(np.log1p((len(TEXTS) - n + 0.5) / (n + 0.5)) for n in holding)
    np.testing.assert_allclose(
        lexical.scores(question) * most, own(list(TEXTS), question), rtol=1e-4, atol=1e-6
    )


def test_forms_of_a_word_are_one_word() -> None:
    lexical = Bm25Scores.build(TEXTS)
    np.testing.assert_array_equal(lexical.scores("KEEPER lamps"), lexical.scores("keepers Lamp"))
    assert lexical.scores("keeper").argmax() == 0


@pytest.mark.parametrize("question", ["", "?", "apple pie", "торт"])
def test_a_question_of_other_words_scores_nothing(question: str) -> None:
    assert Bm25Scores.build(TEXTS).scores(question).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("texts", [[], [""], ["…", "—"]])
def test_texts_without_words_score_nothing(texts: list[str]) -> None:
    assert Bm25Scores.build(texts).scores("lamp").tolist() == [0.0] * len(texts)


def saved(lexical: Bm25Scores, directory: Path) -> Path:
    """Write the scores, and return where."""
    for name, data in lexical.files("kind").items():
        (directory / name).write_bytes(data)
    return directory


@pytest.mark.parametrize("texts", [TEXTS, ("…",), ()])
def test_what_was_saved_scores_alike(texts: tuple[str, ...], tmp_path: Path) -> None:
    lexical = Bm25Scores.build(texts)
    loaded = Bm25Scores.load(saved(lexical, tmp_path), "kind")
    assert loaded.files("kind") == lexical.files("kind")
    assert (loaded.numbers, loaded.count) == (lexical.numbers, len(texts))
    for question in ("lamp of the keepers", "ice", ""):
        np.testing.assert_array_equal(loaded.scores(question), lexical.scores(question))


def test_what_is_loaded_cannot_be_written_to(tmp_path: Path) -> None:
    loaded = Bm25Scores.load(saved(Bm25Scores.build(TEXTS), tmp_path), "kind")
    for array in (loaded.data, loaded.texts, loaded.starts):
        assert not array.flags.writeable


def test_scores_that_stay_on_disk_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lexical = Bm25Scores.build(TEXTS)
    monkeypatch.setattr(arrays, "MAX_HELD_BYTES", 0)
    loaded = Bm25Scores.load(saved(lexical, tmp_path), "kind")
    assert isinstance(loaded.data, arrays.ArrayFile)
    some = np.arange(0, len(TEXTS), 2)
    for limit in (bm25.MAX_TEXTS_SCORED_WHOLE, 0):
        monkeypatch.setattr(bm25, "MAX_TEXTS_SCORED_WHOLE", limit)
        for question in ("lamp of the keepers", "ice", ""):
            ours, theirs = lexical.scores_of(question, some), loaded.scores_of(question, some)
            np.testing.assert_array_equal(ours, theirs)
    assert loaded.files("kind") == lexical.files("kind")


@pytest.mark.parametrize("name", ["starts", "data"])
def test_scores_that_do_not_fit_their_words_are_refused(name: str, tmp_path: Path) -> None:
    directory = saved(Bm25Scores.build(TEXTS), tmp_path)
    path = directory / f"kind-{name}.npy"
    path.write_bytes(serialize_array(load_array(path)[:-1]))
    with pytest.raises(DamagedIndexError, match="run `concordance build`") as caught:
        Bm25Scores.load(directory, "kind")
    assert caught.value.part == directory / "kind-words.json"


def test_word_forms_are_counted_once_a_text() -> None:
    assert count_word_forms(["The lamp, the Lamp.", "lamps; ÉTÉ", ""]) == {
        "the": 1,
        "lamp": 1,
        "lamps": 1,
        "été": 1,
    }
