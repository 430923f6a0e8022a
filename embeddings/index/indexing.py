"""From a concordance to its index; what an older index has already embedded is reused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from embeddings.concordance.concordance import Concordance
from embeddings.index.bm25 import Bm25Scores, count_word_forms
from embeddings.index.embedding_inputs import EmbeddingInput, make_embedding_inputs, sha256
from embeddings.index.index import Index, Rows, Sentences
from embeddings.index.piece_weights import weigh_pieces
from embeddings.index.second_tokens import SecondTokens
from embeddings.index.sentence_vectors import SentenceVectors
from embeddings.index.token_indexing import OlderTokens, TokenWork
from embeddings.models.encoder import Encoder, Progress, Vectors
from embeddings.models.encoder_pair import EncoderPair

VERSION = 2
"""Version of what is embedded and how; the vectors of an index of another are not reused."""


def build_index(
    concordance: Concordance,
    encoders: EncoderPair,
    unrelated: Sequence[str],
    older: Index | None,
    progress: Progress,
) -> tuple[Index, int]:
    """Return the index of a concordance, and the number of texts that were embedded for it.

    `unrelated` are questions about other subjects, `older` is an index of the same models; of
    another second model it has none.
    """
    inputs = list(make_embedding_inputs(concordance))
    work = _Work.plan(inputs, encoders, older)
    joint_progress = _JointProgress(progress, work.size)

    # token vectors of whole passages, vectors of single sentences, what a second model makes
    counts, tokens = work.tokens.carry_out(joint_progress.begin())
    rows, vectors = _embed_sentences(work, encoders.first, joint_progress.begin())
    sentences = _describe_sentences(inputs, counts)
    second = None
    if work.second is not None:
        made = work.second.carry_out(joint_progress.begin())
        second_weights = weigh_pieces(inputs, unrelated, work.second.encoder)
        second = SecondTokens.of(sentences.firsts, *made, second_weights)

    index = Index(
        concordance,
        rows,
        vectors,
        sentences,
        tokens,
        weigh_pieces(inputs, unrelated, encoders.first),
        Bm25Scores.build([source.text for source in inputs]),
        Bm25Scores.build([sentence for source in inputs for sentence in source.sentences]),
        count_word_forms(source.text for source in inputs),
        [source.sha256 for source in inputs],
        second,
    )
    return index, work.size


@dataclass(frozen=True, slots=True)
class _Work:
    """What has to be embedded, and what an older index has already.

    `sentences` are all sentences with the numbers of their passages; dictionaries are keyed by
    the hashes of sentences. `second` is what a second model has to do, if there is one.
    """

    tokens: TokenWork
    second: TokenWork | None
    sentences: list[tuple[int, str]]
    new_sentences: dict[str, str]
    older_sentences: dict[str, Vectors]

    @classmethod
    def plan(
        cls, inputs: Sequence[EmbeddingInput], encoders: EncoderPair, older: Index | None
    ) -> "_Work":
        """Find what is new in the embedding inputs of a text."""
        tokens = TokenWork.plan(inputs, encoders.first, OlderTokens.of_first(older))
        second = None
        if encoders.second is not None:
            second = TokenWork.plan(inputs, encoders.second, OlderTokens.of_second(older))
        known: dict[str, Vectors] = {}
        if older is not None:
            known = dict(zip(older.rows.hashes, older.sentence_vectors.vectors(), strict=True))
        sentences = list(_list_sentences(inputs, encoders.first))
        by_hash = {sha256(words): words for _, words in sentences}
        new = {key: words for key, words in by_hash.items() if key not in known}
        return cls(tokens, second, sentences, new, known)

    @property
    def size(self) -> int:
        """The number of texts to embed."""
        second = self.second.size if self.second is not None else 0
        return self.tokens.size + len(self.new_sentences) + second


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
    """Reports several runs of encoders, one after another, as one."""

    progress: Progress
    total: int
    done: int = 0

    def begin(self) -> Progress:
        """Return what the next run reports to."""
        before = self.done

        def report(done: int, _total: int) -> None:
            self.done = before + done
            self.progress(self.done, self.total)

        return report


def _describe_sentences(inputs: Sequence[EmbeddingInput], counts: Sequence[int]) -> Sentences:
    """Return the sentences of all inputs; `counts` are their numbers of token vectors."""
    spans = [(span.start, span.end) for source in inputs for span in source.spans]
    return Sentences(
        firsts=np.cumsum([0, *(len(source.spans) for source in inputs)], dtype=np.int64),
        starts=np.cumsum([0, *counts], dtype=np.int64),
        spans=np.array(spans, dtype=np.int64).reshape(-1, 2),
        before=np.array([source.context for source in inputs], dtype=np.int64),
    )
