"""Explain mistakes in a manifest: the problem, and the known key most like the given one."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from embeddings.manifest.tables import (
    CitationRule,
    DocumentEntry,
    LibraryTable,
    NameTable,
    WorkTable,
)

if TYPE_CHECKING:
    from pydantic import BaseModel

PROBLEMS = {
    "string_type": "must be text in quotes",
    "list_type": "must be a list, in square brackets",
    "dict_type": "must be a table",
    "model_type": "must be a table",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "literal_error": "must be 1 for a format, true for ignore",
    "string_too_short": "must not be empty",
    "too_short": "needs two names or more that mean the same",
}
"""Plain problems, by pydantic's type of error."""


def list_work_keys(library: LibraryTable) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """Yield the keys of works that documents refer to, with the location of each."""
    for name, entry in library.documents.items():
        location: tuple[int | str, ...] = ("documents", name)
        if entry.default_work is not None:
            yield (*location, "default-work"), entry.default_work
        for number, key in enumerate(entry.works):
            yield (*location, "works", number), key
        for number, rule in enumerate(entry.citations):
            if rule.work is not None:
                yield (*location, "citations", number, "work"), rule.work


def list_known_keys(location: tuple[int | str, ...]) -> list[str]:
    """Return the keys that the table around a location may have."""
    model: type[BaseModel] = LibraryTable
    if location[0] == "works" and len(location) > 2:
        model = NameTable if "author" in location[2:] else WorkTable
    elif location[0] == "documents" and len(location) > 2:
        parts = location[2:-1]
        document = CitationRule if "citations" in parts else DocumentEntry
        model = NameTable if "author" in parts else document
    return [field.alias or name for name, field in model.model_fields.items()]


def suggest_key(key: str, known: Iterable[str]) -> str:
    """Return the end of a message that suggests the most similar known key, if any is similar."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(key.casefold(), folded, 1)
    return f"; did you mean {folded[close[0]]}?" if close else ""
