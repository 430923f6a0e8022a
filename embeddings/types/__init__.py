"""Value types that the whole package shares."""

from embeddings.types.answer import (
    Answer,
    AnswerKind,
    EarlierTurn,
    Hit,
    Passage,
    ShownPassage,
    Voice,
)
from embeddings.types.document import (
    Citation,
    Document,
    Name,
    Page,
    Pages,
    Paragraph,
    Quotation,
    Span,
    Work,
)

__all__ = [
    "Answer",
    "AnswerKind",
    "Citation",
    "Document",
    "EarlierTurn",
    "Hit",
    "Name",
    "Page",
    "Pages",
    "Paragraph",
    "Passage",
    "Quotation",
    "ShownPassage",
    "Span",
    "Voice",
    "Work",
]
