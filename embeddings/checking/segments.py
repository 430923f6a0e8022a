"""How somebody's words differ from a text's: segments that make up both, and are proved to."""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.checking.errors import UnprovedDifferenceError
from embeddings.text.normalization import folded

Kind = Literal["same", "left out", "added", "changed", "page", "other page"]
PAGES: tuple[Kind, ...] = ("page", "other page")

_JOINING = re.compile(r"(?<=\w)[-‐‑](?=\w)")


def same_words(theirs: str, ours: str) -> bool:
    """Say whether words are the same: case, marks, accents, white space and hyphens aside."""
    if folded(theirs) == folded(ours):
        return True
    return folded(_JOINING.sub("", theirs)) == folded(_JOINING.sub("", ours))


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of the text beside those that somebody has for them; one of the two may be empty.

    `same` are the same words, though marks, capitals and white space may be others; `changed`,
    other words or ones that another mark makes others (`?`, `we’re`). A `page` is one that the
    text prints among its words and a quotation need not repeat, or that somebody gives rightly;
    an `other page`, one that somebody gives and the text does not print for these words.
    """

    kind: Kind
    text: str
    words: str

    def __post_init__(self) -> None:
        """Hold that the words of the two sides are what the kind says."""
        theirs, ours = folded(self.text), folded(self.words)
        holds = {
            "same": bool(theirs) and same_words(self.text, self.words),
            "left out": bool(theirs) and not ours,
            "added": bool(ours) and not theirs,
            "changed": bool(theirs) and bool(ours),
            "page": bool(theirs or ours),
            "other page": bool(ours),
        }
        if not holds[self.kind]:
            raise UnprovedDifferenceError(self.text, self.words)


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of the text and somebody's, whole, in segments that make up both."""

    text: str
    words: str
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        """Hold that the segments are both, each character once and in its order."""
        theirs = "".join(one.text for one in self.segments)
        ours = "".join(one.words for one in self.segments)
        if (theirs, ours) != (self.text, self.words):
            raise UnprovedDifferenceError(self.text, self.words)

    @property
    def same_words(self) -> bool:
        """Say whether the words are the same, but for pages printed among them."""
        words = (one for one in self.segments if one.kind not in PAGES)
        return all(same_words(one.text, one.words) for one in words)

    @property
    def verbatim(self) -> bool:
        """Say whether they are the same character for character, but for pages left out."""
        kept = [one for one in self.segments if one.kind != "page" or one.words]
        theirs, ours = "".join(one.text for one in kept), "".join(one.words for one in kept)
        return theirs.strip() == ours.strip()
