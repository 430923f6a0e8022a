"""The last gate: what Discord would show of a passage is compared with the text itself."""

from collections.abc import Iterable

from bot.formatting import markdown
from bot.formatting.splitting import MessageLine
from embeddings.errors import UnprovedQuotationError
from embeddings.types import Document, ShownPassage, Span


def written(lines: Iterable[MessageLine], document: Document) -> str:
    """Return lines as Markdown, after reading back that it shows the text's words.

    Raises UnprovedQuotationError for a line that would show anything else.
    """
    parts = []
    for line in lines:
        written = line.markdown
        if _shown(written, line.span) != ((_words(line, document), line.quoted),):
            raise _unproved(line.span)
        parts.append(written)
    return "\n".join(parts)


def prove(shown: ShownPassage) -> None:
    """Hold that a passage has the words of the text; raise UnprovedQuotationError if not."""
    passage = shown.passage
    if passage.text != shown.document.quote(passage.start, passage.end):
        raise _unproved(passage.span)


def prove_parts(shown: ShownPassage, parts: Iterable[Iterable[MessageLine]]) -> None:
    """Hold that lines are a whole passage: each of its characters, once, in the text's order.

    Raises UnprovedQuotationError where one is missing, comes twice, or is another.
    """
    passage = shown.passage
    spans = [line.span for part in parts for line in part if line.span is not None]
    inside = [span for span in spans if passage.span.holds(span)]
    words = "".join(shown.document.quote(span.start, span.end) for span in inside)
    if "".join(words.split()) != "".join(passage.text.split()):
        raise _unproved(passage.span)


def prove_excerpt(shown: ShownPassage, lines: Iterable[MessageLine]) -> None:
    """Hold that lines are of one passage or what introduces it, in the text's order.

    Raises UnprovedQuotationError where one is not.
    """
    spans = [line.span for line in lines if line.span is not None]
    passage, context = shown.passage.span, shown.passage.context
    for before, span in zip([None, *spans], spans, strict=False):
        held = passage.holds(span) or (context is not None and context.holds(span))
        if not held or (before is not None and before.end > span.start):
            raise _unproved(span)


def _words(line: MessageLine, document: Document) -> str:
    """Return what a line has to show: the text's words, read from the text, or the bot's own."""
    if line.span is None or line.left_out:
        return markdown.one_line(line.words)
    return markdown.one_line(document.quote(line.span.start, line.span.end))


def _shown(written: str, span: Span | None) -> tuple[markdown.Line, ...]:
    try:
        return markdown.shown(written)
    except markdown.UnreadableMarkdownError as error:
        raise _unproved(span) from error


def _unproved(span: Span | None) -> UnprovedQuotationError:
    return UnprovedQuotationError(span.start if span else 0, span.end if span else 0)
