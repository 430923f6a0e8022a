"""What is embedded of a text: each passage with its context, sentence by sentence."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.text.sentences import sentences
from embeddings.text.synonyms import Synonyms
from embeddings.types import Span


@dataclass(frozen=True, slots=True)
class Unit:
    """A passage as it is embedded: its sentences, those of its context before its own.

    `spans` are where the sentences stand in the text, `words` what is embedded of them;
    the first `before` are context.
    """

    passage: int
    spans: tuple[Span, ...]
    words: tuple[str, ...]
    before: int

    @property
    def text(self) -> str:
        """The whole, as the model reads it."""
        return "".join(self.words)

    @property
    def sha256(self) -> str:
        """A hash of all that its vectors are made of."""
        return sha256("\x1f".join((str(self.before), *self.words)))

    @property
    def starts(self) -> list[int]:
        """Where each sentence begins in the whole."""
        starts, at = [], 0
        for words in self.words:
            starts.append(at)
            at += len(words)
        return starts

    @property
    def own(self) -> list[str]:
        """The passage's own sentences, as each is embedded by itself."""
        return [words.strip() for words in self.words[self.before :]]


def units(concordance: Concordance) -> Iterator[Unit]:
    """Yield what is embedded of each passage, in reading order."""
    folding = Synonyms(concordance.names)
    text = concordance.document.text
    for number, passage in enumerate(concordance.passages):
        before = _sentences(text, passage.context) if passage.context else []
        spans = [*before, *_sentences(text, passage.span)]
        words = folding.fold_all([text[span.start : span.end] for span in spans])
        if before and not words[len(before) - 1].endswith(" "):
            words[len(before) - 1] += " "
        yield Unit(number, tuple(spans), tuple(words), len(before))


def _sentences(text: str, span: Span) -> list[Span]:
    """Return the sentences of a span, together all of it; one without a word joins another."""
    found: list[Span] = []
    for sentence in sentences(text[span.start : span.end]):
        one = Span(span.start + sentence.start, span.start + sentence.end)
        if found and not any(c.isalnum() for c in text[one.start : one.end]):
            found[-1] = Span(found[-1].start, one.end)
        else:
            found.append(one)
    return found or [span]


def sha256(text: str) -> str:
    """Return the hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
