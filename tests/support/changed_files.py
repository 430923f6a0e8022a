"""Quotations drawn from a text and changed by rule, as somebody may remember or type them."""

import random
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from embeddings.concordance.concordance import Concordance
from embeddings.text.words import normalize_text
from embeddings.types import Citation, Span

Change = Callable[[list[str], random.Random], list[str]]
"""Changes at most a quarter of some words, as they are written between blanks."""

SHORTEST, MOST = 8, 40
OTHERS = (
    "quickly harbour seven yesterday which not violet never all of window the because tea".split()
)


@dataclass(frozen=True)
class Drawn:
    """Words as somebody writes them, and the stretches of the text that they are taken from."""

    words: str
    spans: tuple[Span, ...]


def _some(words: Sequence[str], draw: random.Random) -> list[int]:
    """Draw numbers of words, at least one and at most a quarter of them."""
    return draw.sample(range(len(words)), draw.randint(1, len(words) // 4))


def unchanged(words: list[str], _draw: random.Random) -> list[str]:
    """Leave words as they are."""
    return words


def without_marks(words: list[str], _draw: random.Random) -> list[str]:
    """Leave out marks at the ends of words."""
    return [re.sub(r"^\W+|\W+$", "", word) or word for word in words]


def other_marks(words: list[str], draw: random.Random) -> list[str]:
    """Put straight quotation marks, simple dashes and dots, and some marks of one's own."""
    signs = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "…": "..."})
    chosen = set(_some(words, draw))
    return [word.translate(signs) + "," * (at in chosen) for at, word in enumerate(words)]


def other_case(words: list[str], draw: random.Random) -> list[str]:
    """Write words in capitals, in small letters, or with a capital each."""
    form = draw.choice([str.upper, str.lower, str.title])
    return [form(word) if word.isascii() else word for word in words]


def without_accents(words: list[str], _draw: random.Random) -> list[str]:
    """Leave out accents."""
    plain = (unicodedata.normalize("NFD", word) for word in words)
    return ["".join(c for c in word if not unicodedata.combining(c)) for word in plain]


def dropped(words: list[str], draw: random.Random) -> list[str]:
    """Leave out words."""
    chosen = set(_some(words, draw))
    return [word for at, word in enumerate(words) if at not in chosen]


def added(words: list[str], draw: random.Random) -> list[str]:
    """Add words."""
    chosen = set(_some(words, draw))
    pairs = (
        (draw.choice(OTHERS), word) if at in chosen else (word,) for at, word in enumerate(words)
    )
    return [word for pair in pairs for word in pair]


def replaced(words: list[str], draw: random.Random) -> list[str]:
    """Put other words in the place of some."""
    chosen = set(_some(words, draw))
    return [draw.choice(OTHERS) if at in chosen else word for at, word in enumerate(words)]


def misspelt(words: list[str], draw: random.Random) -> list[str]:
    """Leave out a letter of some words."""
    chosen = set(_some(words, draw))
    return [word[:1] + word[2:] if at in chosen else word for at, word in enumerate(words)]


def mixed(words: list[str], draw: random.Random) -> list[str]:
    """Change marks and case, and leave out, add or replace words: a quarter in all."""
    left = max(1, len(words) // 4)
    changed = list(words)
    while left:
        at = draw.randrange(len(changed))
        kind = draw.randrange(3)
        if kind == 0:
            del changed[at]
        elif kind == 1:
            changed.insert(at, draw.choice(OTHERS))
        else:
            changed[at] = draw.choice(OTHERS)
        left -= 1
    return other_case(other_marks(changed, draw), draw)


CHANGES: tuple[Change, ...] = (
    unchanged,
    without_marks,
    other_marks,
    other_case,
    without_accents,
    dropped,
    added,
    replaced,
    misspelt,
    mixed,
)
JOINTS = (" … ", " ", " [...] ", ", ", ". ", " and ")


class Drawing:
    """Draws quotations of a text: of one of its quotations, or of its author's own words."""

    def __init__(self, concordance: Concordance, seed: int) -> None:
        self.concordance, self.draw = concordance, random.Random(seed)  # noqa: S311
        self.stretches = [
            words for span in _stretches(concordance) if len(words := self._words(span)) >= SHORTEST
        ]
        self.weights = [len(words) for words in self.stretches]

    def quotation(self, change: Change) -> Drawn:
        """Draw a quotation and change it."""
        (words,) = self.draw.choices(self.stretches, self.weights)
        size = self.draw.randint(SHORTEST, min(MOST, len(words)))
        at = self.draw.randint(0, len(words) - size)
        taken = words[at : at + size]
        text = self.concordance.document.text
        changed = change([text[one.start : one.end] for one in taken], self.draw)
        return Drawn(" ".join(changed), (Span(taken[0].start, taken[-1].end),))

    def joined(self) -> Drawn:
        """Draw two quotations, changed, and join them."""
        first, second = (self.quotation(self.draw.choice(CHANGES)) for _ in range(2))
        joint = self.draw.choice(JOINTS)
        return Drawn(f"{first.words}{joint}{second.words}", first.spans + second.spans)

    def _words(self, span: Span) -> list[Span]:
        """Return the words of a span with their marks, less the pages printed among them."""
        text = self.concordance.document.text[span.start : span.end]
        for one in self.concordance.citations:
            if span.touches(one.span):
                start, end = max(0, one.start - span.start), max(0, one.end - span.start)
                text = text[:start] + " " * len(text[start:end]) + text[end:]
        found = (Span(*match.span()) for match in re.finditer(r"[^\s…—]+[…—]*", text))
        return [
            Span(span.start + one.start, span.start + one.end)
            for one in found
            if normalize_text(text[one.start : one.end])
        ]


def _stretches(concordance: Concordance) -> Iterator[Span]:
    """Yield the quotations of a text, and the author's words between them in each paragraph."""
    for paragraph in concordance.document.paragraphs:
        at = paragraph.start
        for one in concordance.quotations:
            if at < one.start < paragraph.end:
                yield Span(at, one.start)
            if one.end > at and one.start < paragraph.end:
                at = min(one.end, paragraph.end)
        yield Span(at, paragraph.end)
    yield from (one.span for one in concordance.quotations)


def right_pages(concordance: Concordance, span: Span) -> set[Citation]:
    """Return the citations of the quotation that a stretch of the text is in; none for no one."""
    return {
        citation
        for one in concordance.quotations
        if one.span.touches(span)
        for citation in one.citations
    }
