"""The vectors of a concordance: searched alike before and after a save, nothing lost."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from embeddings.concordance import Concordance, texts_of
from embeddings.encoder import SentenceEncoder, Vectors
from embeddings.errors import DamagedIndexError
from embeddings.index import Index, Row
from embeddings.types import Citation, Document, Passage

SHORT = ("The crowd.", "The soldier took the palace.", "A question of page one and of page two.")
LONG = "one two three the crowd and the soldier " * 40


def concordance_of(*paragraphs: str) -> Concordance:
    """Return a concordance in which each paragraph is a passage."""
    document = Document.of("essay", "Essay", paragraphs)
    none: tuple[Citation, ...] = ()
    passages = tuple(
        Passage(p.start, p.end, document.quote(p.start, p.end), (p.number,), "essay")
        for p in document.paragraphs
    )
    return Concordance(document, (), None, none, (), passages)


def silent(_done: int, _total: int) -> None:
    """Report no progress."""


@pytest.fixture(scope="module")
def encoder(tiny: Path) -> SentenceEncoder:
    """Return the small model, loaded."""
    return SentenceEncoder(str(tiny))


@pytest.fixture
def built(encoder: SentenceEncoder) -> Index:
    """Return an index of three short passages and a long one."""
    return Index.build(concordance_of(*SHORT, LONG), encoder, {}, silent)


def saved(index: Index, directory: Path) -> Path:
    """Write an index, and return where."""
    for name, data in index.files().items():
        (directory / name).write_bytes(data)
    return directory


def test_what_was_saved_is_searched_alike(
    built: Index, encoder: SentenceEncoder, tmp_path: Path
) -> None:
    directory = saved(built, tmp_path)
    path = directory / "concordance.json"
    concordance = Concordance.from_json(path, path.read_bytes())
    loaded = Index.load(directory, concordance)
    assert concordance == built.concordance
    assert loaded.rows == built.rows
    assert loaded.files() == built.files()
    for question in ("Who took the palace?", "the crowd", LONG):
        query = encoder.encode_query(question)
        assert loaded.nearest(query, 4) == built.nearest(query, 4)


def test_each_passage_is_nearest_to_its_own_words(built: Index, encoder: SentenceEncoder) -> None:
    for passage in built.concordance.passages[:3]:
        [hit] = built.nearest(encoder.encode_query(passage.text), 1)
        assert hit.passage == passage
        assert hit.score == pytest.approx(1, abs=1e-5)


def test_a_passage_longer_than_the_window_has_a_vector_for_each_part(
    built: Index, encoder: SentenceEncoder
) -> None:
    numbers = [row.passage for row in built.rows]
    windows = list(encoder.windows(built.concordance.passages[3].text))
    assert numbers == [0, 1, 2] + [3] * len(windows)
    assert len(windows) > 3
    for window in windows:
        [hit] = built.nearest(encoder.encode_query(window), 1)
        assert hit.passage.text == LONG
        assert hit.score == pytest.approx(1, abs=1e-5)


def test_every_vector_is_normalised(built: Index) -> None:
    vectors = np.stack(list(built.vectors_by_text().values()))
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_known_vectors_are_taken_as_they_are(built: Index, encoder: SentenceEncoder) -> None:
    known = built.vectors_by_text()
    told: list[tuple[int, int]] = []
    again = Index.build(
        concordance_of(*SHORT, LONG, "Once more, and then no more."),
        encoder,
        known,
        lambda done, total: told.append((done, total)),
    )
    assert told == [(1, 1)]
    found = again.vectors_by_text()
    assert len(found) == len(known) + 1
    for sha256, vector in known.items():
        assert found[sha256].tobytes() == vector.tobytes()


def test_the_same_words_twice_are_embedded_once(encoder: SentenceEncoder) -> None:
    told: list[tuple[int, int]] = []
    concordance = concordance_of("The crowd.", "The crowd.")
    index = Index.build(concordance, encoder, {}, lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]
    query = encoder.encode_query("The crowd.")
    assert {hit.passage.paragraphs for hit in index.nearest(query, 5)} == {(1,), (2,)}


def test_a_row_too_few_is_refused(built: Index, tmp_path: Path) -> None:
    path = saved(built, tmp_path) / "rows.txt"
    path.write_text("".join(path.read_text("ascii").splitlines(keepends=True)[:-1]), "ascii")
    with pytest.raises(DamagedIndexError, match="run `concordance build`"):
        Index.load(tmp_path, built.concordance)


def test_a_quotation_is_embedded_with_what_introduces_it(essay_concordance: Concordance) -> None:
    text = essay_concordance.document.text
    for passage, words in zip(essay_concordance.passages, texts_of(essay_concordance), strict=True):
        context = passage.context
        before = text[context.start : context.end] + " " if context else ""
        assert words == before + passage.text


@st.composite
def searches(draw: st.DrawFn) -> tuple[list[int], Vectors, Vectors, int]:
    """Return the passages of some rows, their vectors, a query and a limit; all products exact."""
    passages = draw(st.integers(1, 12))
    more = draw(st.lists(st.integers(0, passages - 1), max_size=60))
    owners = sorted([*range(passages), *more])
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    vectors = random.integers(-99, 100, (len(owners), 8)).astype(np.float32)
    query = random.integers(-99, 100, 8).astype(np.float32)
    return owners, vectors, query, draw(st.integers(0, passages + 3))


def index_of(owners: list[int], vectors: Vectors) -> Index:
    """Return an index of made-up vectors."""
    import faiss  # 0.2 s: collecting the tests need not pay for it

    flat = faiss.IndexFlatIP(vectors.shape[1])
    flat.add(vectors)
    rows = [Row(owner, f"{number:064}") for number, owner in enumerate(owners)]
    concordance = concordance_of(*(f"Passage {number}." for number in range(max(owners) + 1)))
    return Index(concordance, rows, flat)


@settings(deadline=None)
@given(searches())
def test_nearest_gives_each_passage_once_by_its_best_vector(
    search: tuple[list[int], Vectors, Vectors, int],
) -> None:
    owners, vectors, query, limit = search
    best = dict.fromkeys(owners, -np.inf)
    for owner, score in zip(owners, vectors @ query, strict=True):
        best[owner] = max(best[owner], score)
    hits = index_of(owners, vectors).nearest(query, limit)
    found = {hit.passage.paragraphs[0] - 1: hit.score for hit in hits}
    assert len(found) == len(hits) == min(limit, len(best))
    assert found == {owner: best[owner] for owner in found}
    assert [hit.score for hit in hits] == sorted(best.values(), reverse=True)[:limit]
