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
from embeddings.types.bibliography import Citation, Name, Page, Pages, Quotation, Work
from embeddings.types.document import Document, Paragraph, Span

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
