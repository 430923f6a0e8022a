"""Lines that name a source: `– Trotsky, Diary in Exile` under quoted words, and notes."""

import re
from dataclasses import dataclass

from embeddings.citations.brackets import MAX_ATTRIBUTION_LENGTH, Bracket, find_attribution
from embeddings.citations.leads import split_lead
from embeddings.citations.readings import clean_part, parse_reference
from embeddings.citations.works import Sources
from embeddings.text.proper_names import is_name
from embeddings.types import Document, Paragraph, Span

_MAX_ENDS = 6  # sentences that may seem to end within a source: `Okafor, I. The Lamp Keepers`
_NOTE_MARK = re.compile(r"(?:\[\^?\d{1,4}\]:?|\d{1,4}[.)]?|[¹²³⁰-⁹]{1,4}|[*†‡])\s+")
_SENTENCE_END = re.compile(r"[.!?…”’\"»)\]](?:\s*(?P<dash>[–—―]|--?-?)\s*|\s+)(?=[^\s–—―-])")


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that names a source; `known` is whether its work or its pages can be read.

    `under` is the end of the quoted words before it, where it stands in their paragraph. A `note`
    is no line under a quotation.
    """

    bracket: Bracket
    known: bool
    under: int | None = None
    note: bool = False


def find_source_lines(document: Document, sources: Sources) -> dict[int, SourceLine]:
    """Return the source lines of a text by the numbers of their paragraphs.

    A line without a dash counts only under a block quote, and where it can be read.
    """
    lines: dict[int, SourceLine] = {}
    for paragraph in document.paragraphs:
        before = document.paragraphs[paragraph.number - 2] if paragraph.number > 1 else None
        is_under = before is not None and before.kind == "quotation"
        line = _read_line(document.text, paragraph, sources, is_under)
        line = line or _read_end(document.text, paragraph, sources)
        line = line or _read_note(document.text, paragraph, sources)
        if line is not None:
            lines[paragraph.number] = line
    return lines


def _read_line(
    text: str, paragraph: Paragraph, sources: Sources, is_under: bool
) -> SourceLine | None:
    """Return a paragraph that is nothing but a source."""
    if (dashed := find_attribution(text, paragraph.start, paragraph.end)) is not None:
        words = text[dashed.inner.start : dashed.inner.end]
        return SourceLine(dashed, names_source(words, sources))
    words = text[paragraph.start : paragraph.end]
    if not is_under or len(words) > MAX_ATTRIBUTION_LENGTH or not names_source(words, sources):
        return None
    span = Span(paragraph.start, paragraph.start + len(words.rstrip(" .")))
    return SourceLine(Bracket(span, span), known=True)


def _read_end(text: str, paragraph: Paragraph, sources: Sources) -> SourceLine | None:
    """Return the source at the end of a paragraph that is quoted, most often behind a dash."""
    if paragraph.kind != "quotation":
        return None
    tail = max(paragraph.start, paragraph.end - MAX_ATTRIBUTION_LENGTH)
    ends = list(_SENTENCE_END.finditer(text, tail, paragraph.end))
    for end in ends[-_MAX_ENDS:]:
        words = text[end.end() : paragraph.end].rstrip(" .")
        if end["dash"] is None and not words[-1:].isdigit():
            continue
        is_source = names_source(words, sources) or is_name(words)
        if is_source if end["dash"] else _cites_known_work(words, sources):
            span = Span(end.end(), end.end() + len(words))
            return SourceLine(Bracket(span, span), known=True, under=end.start() + 1)
    return None


def _read_note(text: str, paragraph: Paragraph, sources: Sources) -> SourceLine | None:
    """Return a note that is nothing but references: `3 See Okafor (n 1) 47; cf. Lenin, ch. 2`.

    One of them has to be to a known work.
    """
    mark = _NOTE_MARK.match(text, paragraph.start, paragraph.end)
    if mark is None or paragraph.end - mark.end() > MAX_ATTRIBUTION_LENGTH:
        return None
    words = text[mark.end() : paragraph.end].rstrip(" .")
    parts = (led for part in words.split(";") for led in split_lead(part.strip()))
    if not any(_cites_known_work(part, sources) for part in parts):
        return None
    span = Span(mark.end(), mark.end() + len(words))
    return SourceLine(Bracket(span, span), known=True, note=True)


def names_source(words: str, sources: Sources) -> bool:
    """Return whether words are nothing but a known work, or pages with or without a name."""
    words = words.strip(" .()[]")
    if sources.resolve(clean_part(words)) is not None or _cites_known_work(words, sources):
        return True
    return any(
        (reading.marked or reading.year is not None or reading.back is not None)
        and (
            reading.source is None
            or is_name(reading.source.removesuffix(reading.year or "").rstrip(" ,"))
        )
        for reading in parse_reference(words)
        if not reading.prose
    )


def _cites_known_work(words: str, sources: Sources) -> bool:
    return any(
        sources.resolve(reading.source) is not None
        for reading in parse_reference(words)
        if reading.source and not reading.prose and not reading.is_unlikely()
    )
