"""What a walk over a page has read since the last paragraph, and the pages that began in it."""

import re
from collections.abc import Iterator

from embeddings.readers.note_marks import is_mark
from embeddings.readers.parsed_file import Line, RawParagraph, group_lines, has_visible_text
from embeddings.types.document import BlockKind

_SPACE = re.compile(r"\s")
_TAIL_LENGTH = 16


class TextBuffer:
    """Text on its way into paragraphs; `prefix` stands before the next one that is not empty."""

    def __init__(self) -> None:
        self.prefix = ""
        self._parts: list[str] = []
        self._length = 0
        self._page: str | None = None
        self._page_turns: list[tuple[int, str | None]] = []

    def add(self, text: str) -> None:
        """Add text; soft hyphens are dropped."""
        text = text.replace("\xad", "")
        self._parts.append(text)
        self._length += len(text)

    def turn_page(self, page: str | None) -> None:
        """Begin a page, None if its number is unknown; a word that has begun stays on its own."""
        self._page_turns.append((self._length, page))

    @property
    def tail(self) -> str:
        """The last letters of the text so far."""
        tail = ""
        for part in reversed(self._parts):
            tail = f"{part}{tail}"
            if len(tail) >= _TAIL_LENGTH:
                break
        return tail[-_TAIL_LENGTH:]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that is seen has been read since the last paragraph."""
        return not any(map(has_visible_text, self._parts))

    def lead_with_mark(self) -> None:
        """Set what has been read before the next paragraph, if it is the mark of a note alone."""
        if is_mark(text := "".join(self._parts).strip()):
            self.prefix = f"[{text}] " if text.isalnum() else f"{text} "
            self._parts, self._length = [], 0
            self._page_turns = [(0, page) for _, page in self._page_turns]

    def flush(self, kind: BlockKind, quote: int | None = None) -> Iterator[RawParagraph]:
        """Return the text so far as paragraphs, and begin anew."""
        text, turns = "".join(self._parts), self._page_turns
        self._parts, self._length, self._page_turns = [], 0, []
        if not has_visible_text(text):
            self._page = turns[-1][1] if turns else self._page
            return iter(())
        text, shift = self.prefix + text, len(self.prefix)
        self.prefix = ""
        lines = self._lines(text, [(at + shift, page) for at, page in turns])
        return group_lines(list(lines), kind, quote)

    def _lines(self, text: str, turns: list[tuple[int, str | None]]) -> Iterator[Line]:
        """Yield the lines of a text, cut where a page begins."""
        start = 0
        for at, page in turns:
            end = max(start, _word_end(text, at))
            words = text[start:end]
            if has_visible_text(words) or "\n" in words:  # spaces alone are no blank line
                yield from (Line(line, self._page) for line in words.splitlines())
                start = end
            self._page = page
        yield from (Line(line, self._page) for line in text[start:].splitlines())


def _word_end(text: str, at: int) -> int:
    """Return the end of the word that an offset lies within; else the offset."""
    within = 0 < at < len(text) and not text[at - 1].isspace()
    space = _SPACE.search(text, at) if within else None
    return (space.start() if space else len(text)) if within else at
