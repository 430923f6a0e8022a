"""What a mistake in a manifest is told as: the key, and the known one that is most like it."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from embeddings.manifest.tables import CitationRule, Entry, _Library, _Name, _Work

if TYPE_CHECKING:
    from pydantic import BaseModel


def _work_keys(library: _Library) -> Iterator[tuple[tuple[int | str, ...], str]]:
    for name, entry in library.documents.items():
        at: tuple[int | str, ...] = ("documents", name)
        if entry.default_work is not None:
            yield (*at, "default-work"), entry.default_work
        for number, key in enumerate(entry.works):
            yield (*at, "works", number), key
        for number, rule in enumerate(entry.citations):
            if rule.work is not None:
                yield (*at, "citations", number, "work"), rule.work


def _known(location: tuple[int | str, ...]) -> list[str]:
    model: type[BaseModel] = _Library
    if location[0] == "works" and len(location) > 2:
        model = _Name if "author" in location[2:] else _Work
    elif location[0] == "documents" and len(location) > 2:
        parts = location[2:-1]
        model = _Name if "author" in parts else CitationRule if "citations" in parts else Entry
    return [field.alias or name for name, field in model.model_fields.items()]


def _like(word: str, known: Iterable[str]) -> str:
    folded = {one.casefold(): one for one in known}
    close = get_close_matches(word.casefold(), folded, 1)
    return f"; did you mean {folded[close[0]]}?" if close else ""
