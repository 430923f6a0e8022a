"""What a reader makes of a file: raw paragraphs, line by line, and the blocks they fold into."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from embeddings.types.document import Block, BlockKind, PageBreak

_OPENING_LINES = 50
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, and the page it stands on if the file has pages."""

    words: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class RawParagraph:
    """A paragraph as the file has it, before left-overs are dropped and white space is folded.

    `quote` is the number of the block quote that it belongs to, where the file tells them apart.
    """

    lines: tuple[Line, ...]
    kind: BlockKind = "prose"
    quote: int | None = field(default=None, compare=False)

    def fold(self, left_overs: Collection[str]) -> Block | None:
        """Return the paragraph as a block; None if nothing is left of it."""
        words: list[str] = []
        pages: list[PageBreak] = []
        length = 0
        for line in self.lines:
            line_words = line.words.split()
            if not has_visible_text(line.words) or " ".join(line_words) in left_overs:
                continue
            if line.page is not None and (not pages or pages[-1].page != line.page):
                pages.append(PageBreak(length, line.page))
            words += line_words
            length += sum(len(word) + 1 for word in line_words)
        return Block(" ".join(words), self.kind, tuple(pages), self.quote) if words else None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader is not sure of: words that show it, and what to look at."""

    words: str
    advice: str


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read; `remarks` are what was doubtful about that."""

    paragraphs: tuple[RawParagraph, ...]
    remarks: tuple[Remark, ...] = ()

    def lines(self) -> Iterator[str]:
        """Yield its lines, white space folded."""
        lines = (line for paragraph in self.paragraphs for line in paragraph.lines)
        return (" ".join(line.words.split()) for line in lines)

    @property
    def opening(self) -> str:
        """The words that it begins with."""
        return "\n".join(islice(self.lines(), _OPENING_LINES))

    def blocks(self, left_overs: Collection[str] = ()) -> Iterator[Block]:
        """Yield the paragraphs folded; a line that consists of a left-over alone is dropped."""
        for paragraph in self.paragraphs:
            if (block := paragraph.fold(left_overs)) is not None:
                yield block


def has_visible_text(text: str) -> bool:
    """Say whether a text has anything but white space and invisible characters."""
    return bool(text.translate(_INVISIBLE).strip())


def split_paragraphs(
    text: str, kind: BlockKind = "prose", quote: int | None = None
) -> Iterator[RawParagraph]:
    """Yield the paragraphs of a text: what stands between its blank lines."""
    return group_lines(map(Line, text.splitlines()), kind, quote)


def group_lines(
    lines: Iterable[Line], kind: BlockKind = "prose", quote: int | None = None
) -> Iterator[RawParagraph]:
    """Yield the paragraphs that blank lines separate; `quote` counts where they are quoted."""
    quote = quote if kind == "quotation" else None
    paragraph: list[Line] = []
    for line in (*lines, Line("")):
        if has_visible_text(line.words):
            paragraph.append(line)
        elif paragraph:
            yield RawParagraph(tuple(paragraph), kind, quote)
            paragraph = []
