"""Places of a text where what its author wrote was lost on the way here."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from embeddings.readers.character_references import find_references
from embeddings.readers.decoding import LOST
from embeddings.readers.mojibake import find_mojibake
from embeddings.types import Document

DamageKind = Literal["lost", "mojibake", "reference", "divided"]

_DIVIDED = re.compile(
    r"\b[^\W\d_A-Z]{2,}-\s(?!(?:and|or|nor|und|oder|bzw|bis|sowie|et|ou|en|og|och|to|as|y|o|e|u|i)\b)"
    r"[^\W\d_A-Z]{2,}"
)
_ADVICE: dict[DamageKind, str] = {
    "lost": "{count} of its characters could not be read and are shown as �; write them anew",
    "mojibake": "characters were read in another encoding and saved so; write them anew",
    "reference": "a character is written as in HTML; put the character itself, or name it .html",
    "divided": "a word is divided as at the end of a line; write it as one",
}
_EXCERPT = 25
"""Characters of the text on either side of a place."""

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Damage:
    """A paragraph that is damaged in one way: the words around the first place, and what to do."""

    kind: DamageKind
    paragraph: int
    words: str
    advice: str
    count: int


def find_damage(document: Document) -> Iterator[Damage]:
    """Yield what is damaged in each paragraph, in reading order; of each kind once."""
    for paragraph in document.paragraphs:
        text = document.text[paragraph.start : paragraph.end]
        for kind, find in _FINDERS.items():
            if spans := find(text):
                advice = _ADVICE[kind].format(count=len(spans))
                words = _excerpt(text, *spans[0])
                yield Damage(kind, paragraph.number, words, advice, len(spans))


def _find_lost(text: str) -> Spans:
    return [(at, at + 1) for at, character in enumerate(text) if character == LOST]


def _find_divided(text: str) -> Spans:
    return [match.span() for match in _DIVIDED.finditer(text)]


_FINDERS: dict[DamageKind, Callable[[str], Spans]] = {
    "lost": _find_lost,
    "mojibake": find_mojibake,
    "reference": find_references,
    "divided": _find_divided,
}


def _excerpt(text: str, start: int, end: int) -> str:
    """Return a place with some words on either side."""
    first, last = max(0, start - _EXCERPT), min(len(text), end + _EXCERPT)
    before = text[first:start].partition(" ")[2] if first else text[:start]
    after = text[end:last].rpartition(" ")[0] if last < len(text) else text[end:]
    return (
        f"{'… ' if first else ''}{before}{text[start:end]}{after}{' …' if last < len(text) else ''}"
    )
