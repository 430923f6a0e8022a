"""Block quotes: paragraphs that a file marks as quoted, with or without quotation marks."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from embeddings.citations.brackets import find_attribution
from embeddings.text.quotation_marks import PAGE_AT_END, QuotedSpan
from embeddings.types import Document, Paragraph, Span

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def add_block_quotes(document: Document, marked: Sequence[QuotedSpan]) -> list[QuotedSpan]:
    """Return quoted spans with the block quotes among them; spans inside a block are dropped.

    Where quotation marks enclose all the words of a block, the marks stand and the block goes.
    """
    spans = list(marked)
    for block in _find_block_quotes(document):
        inside = [quoted.span for quoted in spans if block.holds(quoted.span)]
        enclosed = any(quoted.span.holds(block) for quoted in spans if quoted.flaw is None)
        if not enclosed and _has_unmarked_words(document.text, block, inside):
            cut = (_cut_at_block(document.text, quoted, block) for quoted in spans)
            spans = [quoted for quoted in cut if quoted is not None]
            spans.append(QuotedSpan(block, block=True))
    return sorted(spans, key=lambda quoted: quoted.span)


def _find_block_quotes(document: Document) -> Iterator[Span]:
    """Yield the block quotes: each ends with the page that closes it, or with the block."""
    block: list[Paragraph] = []
    for paragraph in _find_quoted_paragraphs(document):
        if block and paragraph.number != block[-1].number + 1:
            yield Span(block[0].start, block[-1].end)
            block = []
        block.append(paragraph)
        tail = max(paragraph.start, paragraph.end - 200)
        if PAGE_AT_END.search(document.text, tail, paragraph.end):
            yield Span(block[0].start, paragraph.end)
            block = []
    if block:
        yield Span(block[0].start, block[-1].end)


def _find_quoted_paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs that are quoted, except attribution lines under a block."""
    paragraphs = document.paragraphs
    for at, paragraph in enumerate(paragraphs):
        if paragraph.kind != "quotation":
            continue
        is_first = at == 0 or paragraphs[at - 1].kind != "quotation"
        is_last = at + 1 == len(paragraphs) or paragraphs[at + 1].kind != "quotation"
        source = find_attribution(document.text, paragraph.start, paragraph.end)
        if is_first or not is_last or source is None:
            yield paragraph


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
