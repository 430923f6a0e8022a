"""Block quotes: paragraphs that a file marks as quoted, in quotation marks or without."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from embeddings.citations.brackets import attribution
from embeddings.text.quotation_marks import PAGE_AT_END, Quoted
from embeddings.types import Document, Paragraph, Span

_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def with_blocks(document: Document, marked: Sequence[Quoted]) -> list[Quoted]:
    """Return quoted words with the block quotes among them; what is quoted inside is theirs.

    Where marks stand around all the words of a block, they tell where it begins and ends.
    """
    found = list(marked)
    for block in block_quotes(document):
        inside = [one.span for one in found if block.holds(one.span)]
        around = any(one.span.holds(block) for one in found if one.flaw is None)
        if not around and _unmarked(document.text, block, inside):
            apart = (_beside(document.text, one, block) for one in found)
            found = [one for one in apart if one is not None]
            found.append(Quoted(block, block=True))
    return sorted(found, key=lambda one: one.span)


def block_quotes(document: Document) -> Iterator[Span]:
    """Yield the block quotes: each ends with the page that closes it, or with the block."""
    held: list[Paragraph] = []
    for one in _quoted(document):
        if held and one.number != held[-1].number + 1:
            yield Span(held[0].start, held[-1].end)
            held = []
        held.append(one)
        if PAGE_AT_END.search(document.text, max(one.start, one.end - 200), one.end):
            yield Span(held[0].start, one.end)
            held = []
    if held:
        yield Span(held[0].start, held[-1].end)


def _quoted(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs that are quoted, less the line under a block that names its source."""
    every = document.paragraphs
    for at, one in enumerate(every):
        if one.kind != "quotation":
            continue
        begins = at == 0 or every[at - 1].kind != "quotation"
        ends = at + 1 == len(every) or every[at + 1].kind != "quotation"
        if begins or not ends or attribution(document.text, one.start, one.end) is None:
            yield one


def _unmarked(text: str, block: Span, inside: Sequence[Span]) -> bool:
    """Say whether words of a block stand outside of quotation marks and of brackets."""
    words = text[block.start : block.end]
    for span in reversed(inside):
        start, end = span.start - block.start, span.end - block.start
        words = f"{words[:start]} {words[end:]}"
    return bool(re.search(r"\w", _BRACKETED.sub(" ", words)))


def _beside(text: str, one: Quoted, block: Span) -> Quoted | None:
    """Return quoted words as far as they stand before a block; None for those inside it."""
    if not one.span.touches(block):
        return one
    words = text[one.span.start : block.start].rstrip()
    return replace(one, span=Span(one.span.start, one.span.start + len(words))) if words else None
