"""What leads into a text: its sections, and examples of what to ask; saved and loaded."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from embeddings.errors import DamagedIndexError
from embeddings.types import Document, Span

FILE = "guide.json"
"""Its name in an edition."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text: its paragraphs, its heading if it has one, and what it begins with.

    `terms` are the names and words that set it apart, each where it first stands in it.
    """

    first: int
    last: int
    heading: tuple[Span, ...]
    opening: Span
    terms: tuple[Span, ...]

    @property
    def paragraphs(self) -> tuple[int, ...]:
        """The numbers of its paragraphs."""
        return tuple(range(self.first, self.last + 1))

    def about(self, document: Document) -> str:
        """Return its heading, or else the words that set it apart."""
        spans, between = (self.heading, " · ") if self.heading else (self.terms, ", ")
        return between.join(document.quote(one.start, one.end) for one in spans)

    def begins(self, document: Document) -> str:
        """Return its first words between quotation marks, an ellipsis behind them if they go on."""
        words = document.quote(self.opening.start, self.opening.end)
        goes_on = document.text[self.opening.end : self.opening.end + 1] not in ("", "\n", *".!?…")
        return f"“{words}”{' …' if goes_on else ''}"

    def title(self, document: Document) -> str:
        """Return one line that says what it is."""
        about = self.about(document)
        return about if self.heading else ": ".join(filter(None, (about, self.begins(document))))


@dataclass(frozen=True, slots=True)
class Guide:
    """The sections of a text, together all of it, and examples of what to ask it.

    Earlier versions made questions up and saved them as `questions`: those are not read. The
    examples are written under that name too, so that such a version opens an edition of this one.
    """

    sections: tuple[Section, ...]
    examples: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """Return the whole as JSON."""
        fields = _adapter().dump_python(self, mode="json")
        return json.dumps(fields | {"questions": fields["examples"]}, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, path: Path, data: bytes) -> "Guide":
        """Return what was saved; raise DamagedIndexError where it is not that."""
        try:
            return _adapter().validate_json(data)
        except ValidationError as error:
            raise DamagedIndexError(path, "is not a guide of this version") from error


@cache
def _adapter() -> TypeAdapter[Guide]:
    return TypeAdapter(Guide)
