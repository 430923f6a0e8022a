"""A small press: sets paragraphs as PDF pages, with all that printed pages have."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from embeddings.types.document import Block

FONT = "Times-Roman"
SPACE = 0.25
TOP, BOTTOM, HEIGHT, WIDTH = 60.0, 60.0, 595.0, 420.0


@dataclass(frozen=True)
class _Set:
    """A line as it is set: its words, where it begins, how wide it is to be, what follows it."""

    words: tuple[str, ...]
    inset: float
    width: float
    size: float
    last: bool
    gap: float = 0.0


@dataclass
class Press:
    """How pages look: columns, indents or gaps, heads, feet, labels, divided words."""

    columns: int = 1
    indent: float = 14.0
    gap: float = 0.0
    justified: bool = True
    head: str | None = None
    numbers: bool = False
    front: int = 0
    """So many pages at the beginning have roman labels."""
    divided: dict[str, str] = field(default_factory=dict)
    """Words with a hyphen where a line's end may divide them."""
    size: float = 10.5
    width: float = 300.0
    labels: bool = True
    first: int = 1
    password: str | None = None
    spaced: bool = True
    """Spaces are letters too, and not gaps alone."""

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * 1.25

    def printed(self, blocks: Sequence[Block]) -> bytes:
        """Set paragraphs."""
        out = BytesIO()
        encrypted = None
        if self.password is not None:
            from reportlab.lib.pdfencrypt import StandardEncryption

            encrypted = StandardEncryption(self.password or "", "owner", canCopy=0)
        canvas = Canvas(out, pagesize=(WIDTH, HEIGHT), encrypt=encrypted)
        if self.labels:
            self._label(canvas)
        for number, page in enumerate(self._pages(blocks)):
            self._margins(canvas, number)
            for x, y, line in page:
                self._line(canvas, x, y, line)
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def label(self, number: int) -> str:
        """Return what is printed on a page as its number."""
        if number < self.front:
            return ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"][number]
        return str(number - self.front + self.first)

    def _label(self, canvas: Canvas) -> None:
        if self.front:
            canvas.addPageLabel(0, style="ROMAN_LOWER", start=1)
        canvas.addPageLabel(self.front, style="ARABIC", start=self.first)

    def _margins(self, canvas: Canvas, number: int) -> None:
        canvas.setFont(FONT, self.size - 1)
        if self.head is not None:
            canvas.drawString(60, HEIGHT - 34, f"{self.head}  {self.label(number)}")
        if self.numbers:
            canvas.drawCentredString(WIDTH / 2, 30, self.label(number))

    def _pages(self, blocks: Sequence[Block]) -> Iterator[list[tuple[float, float, _Set]]]:
        measure = (self.width - 20.0 * (self.columns - 1)) / self.columns
        page: list[tuple[float, float, _Set]] = []
        column, y = 0, HEIGHT - TOP
        for block in blocks:
            for line in self._set(block, measure):
                if y < BOTTOM:
                    column, y = column + 1, HEIGHT - TOP
                if column == self.columns:
                    yield page
                    page, column = [], 0
                page.append((60 + column * (measure + 20), y, line))
                y -= max(self.leading, line.size * 1.25) + line.gap
        yield page

    def _set(self, block: Block, measure: float) -> Iterator[_Set]:
        inset = 18.0 if block.kind == "quotation" else 0.0
        size = self.size * 1.4 if block.kind == "heading" else self.size
        first = self.indent if block.kind == "prose" else 0.0
        gap = self.gap or (4.0 if block.kind != "prose" else 0.0)
        rest, width, begin = block.words.split(), measure - 2 * inset, inset + first
        while rest:
            room = width - (begin - inset)
            held, rest = self._fitting(rest, room, size)
            yield _Set(tuple(held), begin, room, size, not rest, gap if not rest else 0.0)
            begin = inset

    def _fitting(self, rest: list[str], room: float, size: float) -> tuple[list[str], list[str]]:
        held: list[str] = []
        while rest and (not held or stringWidth(" ".join([*held, rest[0]]), FONT, size) <= room):
            held.append(rest[0])
            rest = rest[1:]
        if rest and (parts := self.divided.get(rest[0])):
            first, second = parts.split("|")
            if stringWidth(" ".join([*held, first]), FONT, size) <= room:
                return [*held, first], [second, *rest[1:]]
        return held, rest

    def _line(self, canvas: Canvas, x: float, y: float, line: _Set) -> None:
        canvas.setFont(FONT, line.size)
        widths = [stringWidth(word, FONT, line.size) for word in line.words]
        space = SPACE * line.size
        if self.justified and not line.last and len(line.words) > 1:
            space = (line.width - sum(widths)) / (len(line.words) - 1)
        at = x + line.inset
        if self.spaced:
            text = canvas.beginText(at, y)
            text.setFont(FONT, line.size)
            text.setWordSpace(space - SPACE * line.size)
            text.textOut(" ".join(line.words))
            canvas.drawText(text)
            return
        for word, width in zip(line.words, widths, strict=True):
            canvas.drawString(at, y, word)
            at += width + space


def scanned(pages: int, cover: str = "") -> bytes:
    """Return pages that are pictures, behind a cover of words."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    out = BytesIO()
    canvas = Canvas(out, pagesize=(WIDTH, HEIGHT))
    if cover:
        canvas.drawString(60, 300, cover)
        canvas.showPage()
    picture = ImageReader(Image.new("L", (42, 60), 200))
    for _ in range(pages):
        canvas.drawImage(picture, 0, 0, WIDTH, HEIGHT)
        canvas.showPage()
    canvas.save()
    return out.getvalue()
