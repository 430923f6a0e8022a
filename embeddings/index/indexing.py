"""A concordance in, its index out: what is known already is not embedded again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from embeddings.concordance.concordance import Concordance
from embeddings.index.bm25 import Lexical
from embeddings.index.embedding_inputs import Unit, sha256, units
from embeddings.index.index import Index, Rows, Sentences, weighed, word_forms
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.token_vectors import Compressed, Quantiser, TokensWriter
from embeddings.models.encoder import Encoded, Encoder, Progress, Vectors

VERSION = 1
"""Of what is embedded and how: an older index's vectors are not taken over."""


def embed(
    concordance: Concordance,
    encoder: Encoder,
    others: Sequence[str],
    known: Index | None,
    progress: Progress,
) -> tuple[Index, int]:
    """Return the index of a concordance, and how many texts were embedded for it.

    `others` are questions about other things, `known` an index of the same model.
    """
    every = list(units(concordance))
    work = _Work.of(every, encoder, known)
    told = _Told(progress, len(work.parts) + len(work.sentences))
    tokens = TokensWriter(encoder.hidden, _quantiser(known))
    made = encoder.encode_all([part.words for part in work.parts], told.first)
    counts = _passages(every, work, made, tokens)
    found = encoder.encode_all(list(work.sentences.values()), told.second)
    vectors = work.known_sentences | {
        key: one.vector for key, one in zip(work.sentences, found, strict=True)
    }
    owners, hashes = zip(*((owner, sha256(words)) for owner, words in work.read), strict=True)
    index = Index(
        concordance,
        Rows(np.array(owners, dtype=np.int32), hashes),
        SentenceVectors.build(np.stack([vectors[key] for key in hashes])),
        _sentences(every, counts),
        tokens.close(),
        weighed(every, others, encoder),
        Lexical.build([unit.text for unit in every]),
        Lexical.build([words for unit in every for words in unit.words]),
        word_forms(every),
        [unit.sha256 for unit in every],
    )
    return index, len(work.parts) + len(work.sentences)


def _read(every: Sequence[Unit], encoder: Encoder) -> Iterator[tuple[int, str]]:
    """Yield the passage and the words of each sentence, in parts where it is too long to read."""
    for unit in every:
        for words in unit.own:
            for start, end in encoder.windows(words):
                yield unit.passage, words[start:end]


def _quantiser(known: Index | None) -> Quantiser | None:
    return known.tokens.quantiser if known and isinstance(known.tokens, Compressed) else None


@dataclass(frozen=True, slots=True)
class _Part:
    """A window of a passage that is to be embedded, and where it begins in it."""

    passage: int
    start: int
    words: str


@dataclass(frozen=True, slots=True)
class _Work:
    """What has to be embedded, and what an older index holds already."""

    parts: list[_Part]
    read: list[tuple[int, str]]
    sentences: dict[str, str]
    known: Index | None
    known_units: dict[str, int]
    known_sentences: dict[str, Vectors]

    @classmethod
    def of(cls, every: Sequence[Unit], encoder: Encoder, known: Index | None) -> "_Work":
        """Find what is new in the units of a text."""
        held = {key: number for number, key in enumerate(known.unit_hashes)} if known else {}
        old = dict(zip(known.rows.hashes, known.nearest.vectors(), strict=True)) if known else {}
        parts = [
            _Part(unit.passage, start, unit.text[start:end])
            for unit in every
            if unit.sha256 not in held
            for start, end in encoder.windows(unit.text)
        ]
        read = list(_read(every, encoder))
        new = {sha256(words): words for _, words in read}
        sentences = {key: words for key, words in new.items() if key not in old}
        return cls(parts, read, sentences, known, held, old)


@dataclass(slots=True)
class _Told:
    """Two stretches of work told as one."""

    progress: Progress
    total: int
    done: int = 0

    def first(self, done: int, _total: int) -> None:
        self.done = done
        self.progress(done, self.total)

    def second(self, done: int, _total: int) -> None:
        self.progress(self.done + done, self.total)


def _passages(
    every: Sequence[Unit], work: _Work, made: Iterator[Encoded], tokens: TokensWriter
) -> list[int]:
    """Take the passages' token vectors in reading order; return each sentence's count of them."""
    counts: list[int] = []
    parts = iter(work.parts)
    pending = next(parts, None)
    for unit in every:
        old = work.known_units.get(unit.sha256)
        if old is not None and work.known is not None:
            counts += _taken(work.known, old, tokens)
            continue
        encoded = []
        while pending is not None and pending.passage == unit.passage:
            encoded.append((pending.start, next(made)))
            pending = next(parts, None)
        counts += _divided(unit, encoded, tokens)
    next(made, None)  # lets go of the threads, and tells that all is done
    return counts


def _taken(known: Index, passage: int, tokens: TokensWriter) -> list[int]:
    """Take a passage's token vectors from an older index; return how many each sentence has."""
    sentences = known.sentences
    starts = sentences.starts[sentences.firsts[passage] : sentences.firsts[passage + 1] + 1]
    tokens.add_known(known.tokens, int(starts[0]), int(starts[-1]))
    return [int(end - start) for start, end in pairwise(starts)]


def _divided(unit: Unit, encoded: Sequence[tuple[int, Encoded]], tokens: TokensWriter) -> list[int]:
    """Write a passage's token vectors sentence by sentence; return how many each one has."""
    at = np.concatenate([start + one.offsets[:, 0] for start, one in encoded])
    owner = np.searchsorted(unit.starts, at, side="right") - 1
    rows = np.concatenate([one.tokens for _, one in encoded])
    tokens.add(rows[np.argsort(owner, kind="stable")])
    return [int(count) for count in np.bincount(owner, minlength=len(unit.words))]


def _sentences(every: Sequence[Unit], counts: Sequence[int]) -> Sentences:
    spans = [(span.start, span.end) for unit in every for span in unit.spans]
    return Sentences(
        firsts=np.cumsum([0, *(len(unit.spans) for unit in every)], dtype=np.int64),
        starts=np.cumsum([0, *counts], dtype=np.int64),
        spans=np.array(spans, dtype=np.int64).reshape(-1, 2),
        before=np.array([unit.before for unit in every], dtype=np.int64),
    )
