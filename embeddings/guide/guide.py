"""The guide to a text: its sections, and examples of questions; saved and loaded."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from embeddings.errors import DamagedIndexError
from embeddings.types import Document, Span

GUIDE_FILE = "guide.json"
"""Name of the guide's file in an edition."""


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a text: its paragraphs, its heading if it has one, and its first words.

    `terms` are the names and words that distinguish it, each where it first stands.
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
        """Return its heading, or else its terms."""
        spans, between = (self.heading, " · ") if self.heading else (self.terms, ", ")
        return between.join(document.quote(span.start, span.end) for span in spans)

    def quote_opening(self, document: Document) -> str:
        """Return its first words in quotation marks, with an ellipsis if the sentence goes on."""
        words = document.quote(self.opening.start, self.opening.end)
        goes_on = document.text[self.opening.end : self.opening.end + 1] not in ("", "\n", *".!?…")
        return f"“{words}”{' …' if goes_on else ''}"

    def title(self, document: Document) -> str:
        """Return one line that says what it is about."""
        about = self.about(document)
        return (
            about
            if self.heading
            else ": ".join(filter(None, (about, self.quote_opening(document))))
        )


@dataclass(frozen=True, slots=True)
class Guide:
    """The sections of a text, which cover all of it, and examples of questions.

    Earlier versions saved generated questions as `questions`, which are not read. The examples
    are saved under that name too, so that such a version can open an edition of this one.
    """

    sections: tuple[Section, ...]
    examples: tuple[str, ...] = ()

    def to_json(self) -> bytes:
        """Return the guide as JSON."""
        fields = _adapter().dump_python(self, mode="json")
        return json.dumps(fields | {"questions": fields["examples"]}, ensure_ascii=False).encode()

    @classmethod
    def from_json(cls, path: Path, data: bytes) -> "Guide":
        """Read a guide from JSON; raise DamagedIndexError if it is damaged."""
        try:
            return _adapter().validate_json(data)
        except ValidationError as error:
            raise DamagedIndexError(path, "is not a guide of this version") from error


@cache
def _adapter() -> TypeAdapter[Guide]:
    return TypeAdapter(Guide)
