"""Characters that a text has in HTML's way of writing them: `&ldquo;`, `&#8220;`."""

import html
import re

_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]*>")


def resolve_references(text: str) -> str:
    """Return a text with its characters themselves, unless it has tags and so shows HTML."""
    if "&" not in text or _TAG.search(text):
        return text
    return _REFERENCE.sub(lambda match: html.unescape(match[0]), text)


def find_references(text: str) -> list[tuple[int, int]]:
    """Return where a text still has characters written so."""
    if "&" not in text:
        return []
    matches = _REFERENCE.finditer(text)
    return [match.span() for match in matches if html.unescape(match[0]) != match[0]]
