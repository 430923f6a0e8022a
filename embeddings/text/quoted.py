"""Find the words that a question quotes, between quotation marks of any kind."""

from embeddings.text.normalization import normalize_text
from embeddings.text.quotation_marks import pair_quotation_marks
from embeddings.types import Document, Span

_USUAL_MARKS = str.maketrans("「」『』＂❝❞", '“”“”"“”')


def find_quoted_phrases(question: str) -> list[str]:
    """Return the words that a question quotes, without their marks."""
    phrases = (question[span.start : span.end].strip() for span in find_quoted_spans(question))
    return [phrase for phrase in phrases if normalize_text(phrase)]


def find_quoted_spans(question: str) -> list[Span]:
    """Return the spans of the words between quotation marks, without the marks."""
    document = Document.of("question", "question", [question.translate(_USUAL_MARKS)])
    spans = (words.span for words in pair_quotation_marks(document) if words.flaw is None)
    return [Span(span.start + 1, span.end - 1) for span in spans]
