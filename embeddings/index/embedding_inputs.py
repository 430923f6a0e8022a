"""What is embedded of a text: each passage with its context, sentence by sentence."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.text.sentences import split_sentences
from embeddings.text.words import Synonyms
from embeddings.types import Span


@dataclass(frozen=True, slots=True)
class EmbeddingInput:
    """A passage as the model reads it: the sentences of its context, then its own.

    `spans` are the places of the sentences in the text, `sentences` their words as they are
    embedded; the first `context` of them are context.
    """

    passage: int
    spans: tuple[Span, ...]
    sentences: tuple[str, ...]
    context: int

    @property
    def text(self) -> str:
        """Context and passage as one string."""
        return "".join(self.sentences)

    @property
    def sha256(self) -> str:
        """A hash of everything that the vectors depend on."""
        return sha256("\x1f".join((str(self.context), *self.sentences)))

    @property
    def starts(self) -> list[int]:
        """The offset of each sentence in `text`."""
        starts, offset = [], 0
        for sentence in self.sentences:
            starts.append(offset)
            offset += len(sentence)
        return starts

    @property
    def own(self) -> list[str]:
        """The passage's own sentences, as each is embedded by itself."""
        return [sentence.strip() for sentence in self.sentences[self.context :]]


def make_embedding_inputs(concordance: Concordance) -> Iterator[EmbeddingInput]:
    """Yield the embedding input of each passage, in reading order."""
    synonyms = Synonyms(concordance.names)
    text = concordance.document.text
    for number, passage in enumerate(concordance.passages):
        context = _split_sentences(text, passage.context) if passage.context else []
        spans = [*context, *_split_sentences(text, passage.span)]
        words = synonyms.fold_all([text[span.start : span.end] for span in spans])
        if context and not words[len(context) - 1].endswith(" "):
            words[len(context) - 1] += " "
        yield EmbeddingInput(number, tuple(spans), tuple(words), len(context))


def _split_sentences(text: str, span: Span) -> list[Span]:
    """Divide a span into sentences; one without a letter or digit joins the one before."""
    spans: list[Span] = []
    for part in split_sentences(text[span.start : span.end]):
        sentence = Span(span.start + part.start, span.start + part.end)
        if spans and not any(c.isalnum() for c in text[sentence.start : sentence.end]):
            spans[-1] = Span(spans[-1].start, sentence.end)
        else:
            spans.append(sentence)
    return spans or [span]


def sha256(text: str) -> str:
    """Return the SHA-256 hash of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
