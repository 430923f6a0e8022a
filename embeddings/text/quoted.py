"""What a question quotes: the words between quotation marks of any kind."""

from embeddings.text import quotation_marks
from embeddings.text.normalization import folded
from embeddings.types import Document, Span

_MARKS = str.maketrans("「」『』＂❝❞", '“”“”"“”')


def quoted(question: str) -> list[str]:
    """Return what stands between quotation marks of any kind in a question."""
    pieces = (question[span.start : span.end].strip() for span in quoted_spans(question))
    return [piece for piece in pieces if folded(piece)]


def quoted_spans(question: str) -> list[Span]:
    """Return where what stands between quotation marks begins and ends, the marks left out."""
    document = Document.of("question", "question", [question.translate(_MARKS)])
    spans = (one.span for one in quotation_marks.quoted(document) if one.flaw is None)
    return [Span(span.start + 1, span.end - 1) for span in spans]
