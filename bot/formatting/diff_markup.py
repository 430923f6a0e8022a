"""A difference as the terminal shows it: pieces with brackets, readable without colours."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from embeddings.checking.segments import Segment, SegmentKind

Side = Literal["both", "page", "text", "words"]

BRACKETS: dict[Side, tuple[str, str]] = {
    "both": ("", ""),
    "page": ("", ""),
    "text": ("[-", "-]"),
    "words": ("{+", "+}"),
}
"""Brackets around the words that only the text has, and around those that only somebody wrote."""


_SIDE_OF: dict[SegmentKind, Side] = {"same": "both", "page": "page", "other page": "page"}


@dataclass(frozen=True, slots=True)
class DiffPiece:
    """Words of both sides, as the text writes them, or of one of the two.

    `apart`: a blank must set it off from the piece before, which is of another side.
    """

    words: str
    side: Side
    apart: bool = False

    @property
    def marked(self) -> str:
        """The words in their brackets, with white space outside."""
        before, behind = BRACKETS[self.side]
        trimmed = self.words.strip()
        left, _, right = self.words.partition(trimmed)
        marked = f"{left}{before}{trimmed}{behind}{right}" if trimmed else self.words
        return f" {marked}" if self.apart else marked


def mark_difference(segments: Iterable[Segment]) -> Iterator[DiffPiece]:
    """Yield the pieces of a difference: the text's words, then what somebody wrote instead."""
    before: DiffPiece | None = None
    for piece in _split_by_side(segments):
        yield replace(piece, apart=before is not None and _touch(before, piece))
        before = piece


def _touch(before: DiffPiece, piece: DiffPiece) -> bool:
    """Return whether no white space stands between somebody's words and the text's."""
    edges = before.words[-1:], piece.words[:1]
    return (
        before.side != piece.side
        and "words" in (before.side, piece.side)
        and not any(map(str.isspace, edges))
    )


def _split_by_side(segments: Iterable[Segment]) -> Iterator[DiffPiece]:
    for segment in segments:
        side = _SIDE_OF.get(segment.kind, "text")
        if segment.text:
            yield DiffPiece(segment.text, side)
        if segment.words and (side == "text" or segment.kind == "other page" or not segment.text):
            yield DiffPiece(segment.words, "page" if segment.kind == "page" else "words")
