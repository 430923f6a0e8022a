"""A difference as it is shown in the terminal: in pieces, and marked so that colours may lack."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from embeddings.checking.segments import Kind, Segment

Side = Literal["both", "page", "text", "words"]

BRACKETS: dict[Side, tuple[str, str]] = {
    "both": ("", ""),
    "page": ("", ""),
    "text": ("[-", "-]"),
    "words": ("{+", "+}"),
}
"""What stands around words that only the text has, and around those that only somebody has."""


_THEIRS: dict[Kind, Side] = {"same": "both", "page": "page", "other page": "page"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a difference: of both sides, as the text writes them, or of one of the two.

    `apart` says that a blank must set it off from the piece before: they are of two sides.
    """

    words: str
    side: Side
    apart: bool = False

    @property
    def marked(self) -> str:
        """The words in their brackets, white space outside."""
        before, behind = BRACKETS[self.side]
        trimmed = self.words.strip()
        left, _, right = self.words.partition(trimmed)
        marked = f"{left}{before}{trimmed}{behind}{right}" if trimmed else self.words
        return f" {marked}" if self.apart else marked


def pieces(segments: Iterable[Segment]) -> Iterator[Piece]:
    """Yield the pieces of a difference, what the text has before what stands for it."""
    before: Piece | None = None
    for one in _of_one_side(segments):
        yield replace(one, apart=before is not None and _touch(before, one))
        before = one


def _touch(before: Piece, one: Piece) -> bool:
    """Say whether no white space parts somebody's words from the text's."""
    edges = before.words[-1:], one.words[:1]
    return (
        before.side != one.side
        and "words" in (before.side, one.side)
        and not any(map(str.isspace, edges))
    )


def _of_one_side(segments: Iterable[Segment]) -> Iterator[Piece]:
    for one in segments:
        theirs = _THEIRS.get(one.kind, "text")
        if one.text:
            yield Piece(one.text, theirs)
        if one.words and (theirs == "text" or one.kind == "other page" or not one.text):
            yield Piece(one.words, "page" if one.kind == "page" else "words")
