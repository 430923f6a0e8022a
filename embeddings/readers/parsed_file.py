"""What a reader finds in a file: its paragraphs line by line, and the blocks they fold to."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from embeddings.types.blocks import Block, Kind, PageBreak

_OPENING = 50
_DROPPED = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file, and the page that it stands on where the file has pages."""

    words: str
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Rough:
    """A paragraph as a file has it, before left-overs are dropped and white space is folded."""

    lines: tuple[Line, ...]
    kind: Kind = "prose"

    def block(self, left_overs: Collection[str]) -> Block | None:
        """Return the paragraph folded; None where nothing is left of it."""
        words: list[str] = []
        pages: list[PageBreak] = []
        length = 0
        for line in self.lines:
            own = line.words.split()
            if not seen(line.words) or " ".join(own) in left_overs:
                continue
            if line.page is not None and (not pages or pages[-1].page != line.page):
                pages.append(PageBreak(length, line.page))
            words += own
            length += sum(len(word) + 1 for word in own)
        return Block(" ".join(words), self.kind, tuple(pages)) if words else None


@dataclass(frozen=True, slots=True)
class Source:
    """A file as it was read."""

    paragraphs: tuple[Rough, ...]

    def lines(self) -> Iterator[str]:
        """Yield its lines, their white space folded."""
        return (" ".join(line.words.split()) for one in self.paragraphs for line in one.lines)

    @property
    def opening(self) -> str:
        """The words that it begins with."""
        return "\n".join(islice(self.lines(), _OPENING))

    def blocks(self, left_overs: Collection[str] = ()) -> Iterator[Block]:
        """Yield the paragraphs folded; a line that consists of a left-over alone is dropped."""
        for paragraph in self.paragraphs:
            if (block := paragraph.block(left_overs)) is not None:
                yield block


def seen(text: str) -> bool:
    """Say whether a text holds anything but white space and invisible characters."""
    return bool(text.translate(_DROPPED).strip())


def roughs(text: str, kind: Kind = "prose") -> Iterator[Rough]:
    """Yield what stands between the blank lines of a text."""
    return parted(map(Line, text.splitlines()), kind)


def parted(lines: Iterable[Line], kind: Kind = "prose") -> Iterator[Rough]:
    """Yield the paragraphs that blank lines part."""
    held: list[Line] = []
    for line in (*lines, Line("")):
        if seen(line.words):
            held.append(line)
        elif held:
            yield Rough(tuple(held), kind)
            held = []
