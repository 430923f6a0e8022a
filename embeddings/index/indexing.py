"""From a concordance to its index; what an older index has already embedded is reused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from embeddings.concordance.concordance import Concordance
from embeddings.index.bm25 import Bm25Scores, count_word_forms
from embeddings.index.embedding_inputs import EmbeddingInput, make_embedding_inputs, sha256
from embeddings.index.index import Index, Rows, Sentences, weigh_pieces
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.token_vectors import CompressedTokenVectors, Quantiser, TokenVectorsWriter
from embeddings.models.encoder import Encoded, Encoder, Progress, Vectors

VERSION = 1
"""Version of what is embedded and how; the vectors of an index of another are not reused."""


def build_index(
    concordance: Concordance,
    encoder: Encoder,
    unrelated: Sequence[str],
    older: Index | None,
    progress: Progress,
) -> tuple[Index, int]:
    """Return the index of a concordance, and the number of texts that were embedded for it.

    `unrelated` are questions about other subjects, `older` is an index of the same model.
    """
    inputs = list(make_embedding_inputs(concordance))
    work = _Work.plan(inputs, encoder, older)
    joint_progress = _JointProgress(progress, work.size)

    # token vectors of whole passages, then vectors of single sentences
    tokens = TokenVectorsWriter(encoder.hidden, _find_quantiser(older))
    words = [window.words for window in work.windows]
    encoded_windows = encoder.encode_all(words, joint_progress.report_first)
    counts = _write_tokens(inputs, work, encoded_windows, tokens)
    rows, vectors = _embed_sentences(work, encoder, joint_progress.report_second)

    index = Index(
        concordance,
        rows,
        vectors,
        _describe_sentences(inputs, counts),
        tokens.close(),
        weigh_pieces(inputs, unrelated, encoder),
        Bm25Scores.build([source.text for source in inputs]),
        Bm25Scores.build([sentence for source in inputs for sentence in source.sentences]),
        count_word_forms(source.text for source in inputs),
        [source.sha256 for source in inputs],
    )
    return index, work.size


def _find_quantiser(older: Index | None) -> Quantiser | None:
    if older is None or not isinstance(older.tokens, CompressedTokenVectors):
        return None
    return older.tokens.quantiser


@dataclass(frozen=True, slots=True)
class _Window:
    """A part of a passage that fits the model's window, and its offset in the passage."""

    passage: int
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class _Work:
    """What has to be embedded, and what an older index has already.

    `sentences` are all sentences with the numbers of their passages; dictionaries are keyed by
    the hashes of sentences or of embedding inputs.
    """

    windows: list[_Window]
    sentences: list[tuple[int, str]]
    new_sentences: dict[str, str]
    older: Index | None
    older_passages: dict[str, int]
    older_sentences: dict[str, Vectors]

    @classmethod
    def plan(
        cls, inputs: Sequence[EmbeddingInput], encoder: Encoder, older: Index | None
    ) -> "_Work":
        """Find what is new in the embedding inputs of a text."""
        older_passages: dict[str, int] = {}
        older_sentences: dict[str, Vectors] = {}
        if older is not None:
            older_passages = {key: number for number, key in enumerate(older.unit_hashes)}
            older_sentences = dict(
                zip(older.rows.hashes, older.sentence_vectors.vectors(), strict=True)
            )
        windows = [
            _Window(source.passage, start, source.text[start:end])
            for source in inputs
            if source.sha256 not in older_passages
            for start, end in encoder.windows(source.text)
        ]
        sentences = list(_list_sentences(inputs, encoder))
        by_hash = {sha256(words): words for _, words in sentences}
        new = {key: words for key, words in by_hash.items() if key not in older_sentences}
        return cls(windows, sentences, new, older, older_passages, older_sentences)

    @property
    def size(self) -> int:
        """The number of texts to embed."""
        return len(self.windows) + len(self.new_sentences)


def _list_sentences(
    inputs: Sequence[EmbeddingInput], encoder: Encoder
) -> Iterator[tuple[int, str]]:
    """Yield the passage and the words of each sentence; one too long for the model is divided."""
    for source in inputs:
        for sentence in source.own:
            for start, end in encoder.windows(sentence):
                yield source.passage, sentence[start:end]


def _embed_sentences(
    work: _Work, encoder: Encoder, progress: Progress
) -> tuple[Rows, SentenceVectors]:
    """Return the vectors of all sentences, of which only the new ones are embedded."""
    encoded = encoder.encode_all(list(work.new_sentences.values()), progress)
    new = {key: sentence.vector for key, sentence in zip(work.new_sentences, encoded, strict=True)}
    vectors = work.older_sentences | new
    owners, hashes = zip(*((owner, sha256(words)) for owner, words in work.sentences), strict=True)
    matrix = np.stack([vectors[key] for key in hashes])
    return Rows(np.array(owners, dtype=np.int32), hashes), SentenceVectors.build(matrix)


@dataclass(slots=True)
class _JointProgress:
    """Reports two runs of the encoder as one."""

    progress: Progress
    total: int
    first_done: int = 0

    def report_first(self, done: int, _total: int) -> None:
        self.first_done = done
        self.progress(done, self.total)

    def report_second(self, done: int, _total: int) -> None:
        self.progress(self.first_done + done, self.total)


def _write_tokens(
    inputs: Sequence[EmbeddingInput],
    work: _Work,
    encoded_windows: Iterator[Encoded],
    tokens: TokenVectorsWriter,
) -> list[int]:
    """Write all token vectors in reading order, and return how many each sentence has."""
    counts: list[int] = []
    windows = iter(work.windows)
    pending = next(windows, None)
    for source in inputs:
        older_passage = work.older_passages.get(source.sha256)
        if older_passage is not None and work.older is not None:
            counts += _copy_tokens(work.older, older_passage, tokens)
            continue
        encoded = []
        while pending is not None and pending.passage == source.passage:
            encoded.append((pending.start, next(encoded_windows)))
            pending = next(windows, None)
        counts += _write_new_tokens(source, encoded, tokens)
    next(encoded_windows, None)  # ends its threads and reports that all is done
    return counts


def _copy_tokens(older: Index, passage: int, tokens: TokenVectorsWriter) -> list[int]:
    """Copy a passage's token vectors, and return how many each of its sentences has."""
    sentences = older.sentences
    starts = sentences.starts[sentences.firsts[passage] : sentences.firsts[passage + 1] + 1]
    tokens.add_known(older.tokens, int(starts[0]), int(starts[-1]))
    return [int(end - start) for start, end in pairwise(starts)]


def _write_new_tokens(
    source: EmbeddingInput, encoded: Sequence[tuple[int, Encoded]], tokens: TokenVectorsWriter
) -> list[int]:
    """Write a passage's token vectors by sentence, and return how many each sentence has.

    `encoded` are the windows of the passage with their offsets.
    """
    offsets = np.concatenate([start + window.offsets[:, 0] for start, window in encoded])
    sentence_of_token = np.searchsorted(source.starts, offsets, side="right") - 1
    rows = np.concatenate([window.tokens for _, window in encoded])
    tokens.add(rows[np.argsort(sentence_of_token, kind="stable")])
    counts = np.bincount(sentence_of_token, minlength=len(source.sentences))
    return [int(count) for count in counts]


def _describe_sentences(inputs: Sequence[EmbeddingInput], counts: Sequence[int]) -> Sentences:
    """Return the sentences of all inputs; `counts` are their numbers of token vectors."""
    spans = [(span.start, span.end) for source in inputs for span in source.spans]
    return Sentences(
        firsts=np.cumsum([0, *(len(source.spans) for source in inputs)], dtype=np.int64),
        starts=np.cumsum([0, *counts], dtype=np.int64),
        spans=np.array(spans, dtype=np.int64).reshape(-1, 2),
        before=np.array([source.context for source in inputs], dtype=np.int64),
    )
