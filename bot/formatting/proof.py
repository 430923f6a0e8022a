"""The last gate: what Discord would show of a passage is compared with the text."""

from collections.abc import Iterable

from bot.formatting import markdown
from bot.formatting.layout import MessageLine
from embeddings.errors import UnprovedQuotationError
from embeddings.types import Document, ShownPassage, Span


def write_proved(lines: Iterable[MessageLine], document: Document) -> str:
    """Return lines as Markdown, which has been read back and shows the words of the text.

    Raises UnprovedQuotationError for a line that would show anything else.
    """
    parts = []
    for line in lines:
        if _read_back(line) != ((_expected_words(line, document), line.quoted),):
            raise _error_at(line.span)
        parts.append(line.markdown)
    return "\n".join(parts)


def prove(shown: ShownPassage) -> None:
    """Raise UnprovedQuotationError if a passage does not have the words of the text."""
    passage = shown.passage
    if passage.text != shown.document.quote(passage.start, passage.end):
        raise _error_at(passage.span)


def prove_parts(shown: ShownPassage, parts: Iterable[Iterable[MessageLine]]) -> None:
    """Prove that lines are a whole passage: each of its characters once, in order.

    Raises UnprovedQuotationError where one is missing, comes twice, or differs.
    """
    passage = shown.passage
    spans = [line.span for part in parts for line in part if line.span is not None]
    inside = [span for span in spans if passage.span.holds(span)]
    words = "".join(shown.document.quote(span.start, span.end) for span in inside)
    if "".join(words.split()) != "".join(passage.text.split()):
        raise _error_at(passage.span)


def prove_excerpt(shown: ShownPassage, lines: Iterable[MessageLine]) -> None:
    """Prove that lines are of one passage or its lead-in, in the order of the text.

    Raises UnprovedQuotationError for one that is not.
    """
    spans = [line.span for line in lines if line.span is not None]
    passage, context = shown.passage.span, shown.passage.context
    for before, span in zip([None, *spans], spans, strict=False):
        held = passage.holds(span) or (context is not None and context.holds(span))
        if not held or (before is not None and before.end > span.start):
            raise _error_at(span)


def _expected_words(line: MessageLine, document: Document) -> str:
    """Return the words that a line must show: those of the text at its span, or the bot's own."""
    if line.span is None or line.left_out:
        return markdown.one_line(line.words)
    return markdown.one_line(document.quote(line.span.start, line.span.end))


def _read_back(line: MessageLine) -> tuple[markdown.Line, ...]:
    try:
        return markdown.read_shown(line.markdown)
    except markdown.UnreadableMarkdownError as error:
        raise _error_at(line.span) from error


def _error_at(span: Span | None) -> UnprovedQuotationError:
    return UnprovedQuotationError(span.start if span else 0, span.end if span else 0)
