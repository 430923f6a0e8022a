"""Signs that stand for others: full-width numbers and brackets, and signs that nobody sees."""

from dataclasses import replace

from embeddings.types import Document

_WIDE = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}  # ！ to ～
_LIKE = dict(zip(map(ord, "、。〔〕【】　"), ",.[][] ", strict=True))
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"), " ")
_PLAIN = _WIDE | _LIKE | _INVISIBLE


def plain_signs(text: str) -> str:
    """Return a text of the same length with the signs that references are read by."""
    return text.translate(_PLAIN)


def plain_document(document: Document) -> Document:
    """Return a document of the same paragraphs, whose references can be read."""
    text = plain_signs(document.text)
    return document if text == document.text else replace(document, text=text)
