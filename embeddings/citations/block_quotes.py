"""Block quotes: paragraphs that a file marks as quoted, with or without quotation marks."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from embeddings.citations.source_lines import SourceLine
from embeddings.text.quotation_marks import PAGE_AT_END, QuotedSpan
from embeddings.types import Document, Paragraph, Span

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def add_block_quotes(
    document: Document, marked: Sequence[QuotedSpan], source_lines: Mapping[int, SourceLine]
) -> list[QuotedSpan]:
    """Return quoted spans with the block quotes among them; spans inside a block are dropped.

    Where quotation marks enclose all the words of a block, the marks stand and the block goes.
    """
    spans = sorted(marked, key=lambda quoted: quoted.span)
    for block in _find_block_quotes(document, source_lines):
        first = bisect_right(spans, block.start, key=lambda quoted: quoted.span.end)
        last = bisect_left(spans, block.end, key=lambda quoted: quoted.span.start)
        touching = spans[first:last]
        inside = [quoted.span for quoted in touching if block.holds(quoted.span)]
        enclosed = any(quoted.span.holds(block) for quoted in touching if quoted.flaw is None)
        if not enclosed and _has_unmarked_words(document.text, block, inside):
            cut = (_cut_at_block(document.text, quoted, block) for quoted in touching)
            before = [quoted for quoted in cut if quoted is not None]
            spans[first:last] = [*before, QuotedSpan(block, block=True)]
    return spans


def _find_block_quotes(
    document: Document, source_lines: Mapping[int, SourceLine]
) -> Iterator[Span]:
    """Yield the block quotes: each ends with its source or page, or with the block of the file."""
    for block in _find_blocks(document):
        start = None
        for at, paragraph in enumerate(block):
            line = source_lines.get(paragraph.number)
            is_last = at + 1 == len(block)
            is_line = line is not None and line.under is None and not line.note
            if line and is_line and at > 0 and (line.known or is_last):
                if start is not None:
                    yield Span(start, block[at - 1].end)
                start = None
                continue
            start = paragraph.start if start is None else start
            end = line.under if line and line.under else paragraph.end
            if end < paragraph.end or is_last or _ends_with_page(document.text, paragraph):
                yield Span(start, end)
                start = None


def _find_blocks(document: Document) -> Iterator[list[Paragraph]]:
    """Yield the quoted paragraphs that stand together, and in one block if the file tells."""
    block: list[Paragraph] = []
    for paragraph in document.paragraphs:
        goes_on = block and paragraph.kind == "quotation" and paragraph.quote == block[-1].quote
        if block and not goes_on:
            yield block
            block = []
        if paragraph.kind == "quotation":
            block.append(paragraph)
    if block:
        yield block


def _ends_with_page(text: str, paragraph: Paragraph) -> bool:
    tail = max(paragraph.start, paragraph.end - 200)
    return PAGE_AT_END.search(text, tail, paragraph.end) is not None


def _has_unmarked_words(text: str, block: Span, inside: Sequence[Span]) -> bool:
    """Return whether words of a block stand outside its quotation marks and brackets."""
    words = text[block.start : block.end]
    for span in reversed(inside):
        start, end = span.start - block.start, span.end - block.start
        words = f"{words[:start]} {words[end:]}"
    return bool(re.search(r"\w", _BRACKETED.sub(" ", words)))


def _cut_at_block(text: str, quoted: QuotedSpan, block: Span) -> QuotedSpan | None:
    """Return the part of quoted words before a block; None where they begin inside it."""
    if not quoted.span.touches(block):
        return quoted
    start = quoted.span.start
    words = text[start : block.start].rstrip()
    return replace(quoted, span=Span(start, start + len(words))) if words else None
