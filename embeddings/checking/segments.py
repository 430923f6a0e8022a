"""How quoted words differ from a text's: segments that add up to both sides."""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.checking.errors import UnprovedDifferenceError
from embeddings.text.words import normalize_text

SegmentKind = Literal["same", "left out", "added", "changed", "page", "other page"]
PAGE_KINDS: tuple[SegmentKind, ...] = ("page", "other page")

_HYPHEN = re.compile(r"(?<=\w)[-‐‑](?=\w)")


def are_same_words(text: str, words: str) -> bool:
    """Return whether words are the same but for case, marks, accents, spaces and hyphens."""
    if normalize_text(text) == normalize_text(words):
        return True
    return normalize_text(_HYPHEN.sub("", text)) == normalize_text(_HYPHEN.sub("", words))


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of the text beside the quoted words in their place; either side may be empty.

    In a `same` segment the words are the same, though marks, capitals and white space may
    differ; `changed` are other words, or words that a mark turns into others (`?`, `we’re`).
    A `page` is one that the text prints among its words and a quotation need not repeat, or
    one that is given rightly; an `other page` is given, but not printed for these words.
    """

    kind: SegmentKind
    text: str
    words: str

    def __post_init__(self) -> None:
        """Raise UnprovedDifferenceError unless the kind is true of the words."""
        text, words = normalize_text(self.text), normalize_text(self.words)
        is_true = {
            "same": bool(text) and are_same_words(self.text, self.words),
            "left out": bool(text) and not words,
            "added": bool(words) and not text,
            "changed": bool(text) and bool(words),
            "page": bool(text or words),
            "other page": bool(words),
        }
        if not is_true[self.kind]:
            raise UnprovedDifferenceError(self.text, self.words)


@dataclass(frozen=True, slots=True)
class QuoteDifference:
    """Words of the text and quoted words, in segments that add up to both."""

    text: str
    words: str
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        """Raise UnprovedDifferenceError unless the segments add up to both sides."""
        text = "".join(segment.text for segment in self.segments)
        words = "".join(segment.words for segment in self.segments)
        if (text, words) != (self.text, self.words):
            raise UnprovedDifferenceError(self.text, self.words)

    @property
    def same_words(self) -> bool:
        """Whether the words are the same, but for pages printed among them."""
        compared = (segment for segment in self.segments if segment.kind not in PAGE_KINDS)
        return all(are_same_words(segment.text, segment.words) for segment in compared)

    @property
    def verbatim(self) -> bool:
        """Whether both sides are the same to the letter, but for pages left out."""
        kept = [segment for segment in self.segments if segment.kind != "page" or segment.words]
        text = "".join(segment.text for segment in kept)
        words = "".join(segment.words for segment in kept)
        return text.strip() == words.strip()
