"""The documents of an index: each has editions of its own, and one of them answers."""

import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from embeddings.concordance.concordance import Text
from embeddings.editions.editions import Edition, Editions
from embeddings.editions.errors import (
    NoDocumentError,
    OtherDocumentError,
    SameDocumentError,
    SeveralDocumentsError,
    UnknownEditionError,
)
from embeddings.editions.history import History, Listed

ALSO = "documents"
"""The folder of the documents that were added to the first one, whose editions lie beside it."""

_READABLE = 40

Mark = tuple[tuple[str, tuple[int, ...]], ...]
"""What changes whenever another edition of any document goes live; empty where none is."""


class Library:
    """An index directory: the editions of its first document, and a folder for each other one."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def models(self) -> Path:
        """Where exported models lie, for all documents."""
        return self._first.models

    def every(self) -> Iterator[Editions]:
        """Yield the editions of each document, live or not; those of the first one first."""
        yield Editions(self.directory)
        for path in sorted((self.directory / ALSO).glob("[!.]*")):
            if path.is_dir():
                yield Editions(path, self.directory)

    def documents(self) -> dict[str, Editions]:
        """Return the editions of each document that has one, by its key.

        One whose editions are all damaged goes by the name of its folder.
        """
        known = ((one.origin(), one) for one in self.every())
        return {
            _key(origin) or one.directory.name: one
            for origin, one in known
            if origin or one.live_name()
        }

    def live(self) -> dict[str, Editions]:
        """Return the editions of each document that answers, by its key."""
        return {k: one for k, one in self.documents().items() if one.live_name() is not None}

    def listed(self, key: str | None = None) -> list[tuple[str, Listed]]:
        """Return the editions of every document, or of one, with its key; the latest first.

        Raises NoDocumentError where there is none of that name.
        """
        every = self.documents() if key is None else {key: self.of(key)}
        return [(name, one) for name, held in every.items() for one in History(held).listed]

    def mark(self) -> Mark:
        """Return what changes whenever another edition goes live, or a document leaves."""
        marks = ((one.directory.name, one.mark()) for one in self.every())
        return tuple((name, mark) for name, mark in marks if mark is not None)

    def of(self, key: str | None = None) -> Editions:
        """Return the editions of a document; of the only one, where none is named.

        Raises NoDocumentError where there is none of that name, SeveralDocumentsError where
        there are several to choose from. An index without any has room for the first.
        """
        known = self.documents()
        if key is None and len(known) > 1:
            raise SeveralDocumentsError(tuple(known))
        if key is not None and key not in known:
            raise NoDocumentError(key, tuple(known))
        return known[key] if key is not None else next(iter(known.values()), self._first)

    def holding(self, edition: str | None, key: str | None = None) -> Editions:
        """Return the editions of a document: of the one named, or that has an edition, or waits.

        Raises UnknownEditionError where none has it, SeveralDocumentsError where it may be of
        several.
        """
        known = self.documents()
        if key is not None or len(known) <= 1:
            return self.of(key)
        every = {name: History(one) for name, one in known.items()}
        found = [
            name for name, one in every.items() if (one.meant(edition) if edition else one.waits)
        ]
        if edition is not None and not found:
            names = tuple(one.name for history in every.values() for one in history.listed)
            raise UnknownEditionError(edition, names)
        if len(found) != 1:
            raise SeveralDocumentsError(tuple(known))
        return known[found[0]]

    def open(self, key: str | None = None, *, whole: bool = False) -> list[Edition]:
        """Return the live edition of each document, or of one alone, as `Editions.open` does.

        Raises NoIndexError where there is none, NoDocumentError for one that is not live.
        """
        live = self.live()
        if key is None:
            return [one.open(whole=whole) for one in live.values() or (self._first,)]
        if live and key not in live:
            raise NoDocumentError(key, tuple(live))
        return [self.of(key).open(whole=whole)]

    def place(self, text: Text, *, add: bool = False, replace: bool = False) -> Editions:
        """Return where an edition of a text belongs: to its own document, or to a new one.

        An index with one document at most leaves it to the build whether another may take its
        place. Raises SameDocumentError for what is to be added and is there under another name,
        OtherDocumentError for another text that is not to be added to several, and
        SeveralDocumentsError where it is to replace one of them.
        """
        known = self.documents()
        if (own := self._first_of(known, lambda one: one.origin() == text.origin)) is not None:
            return own
        if add and known:
            return self._added(text, known)
        if len(known) <= 1:
            return next(iter(known.values()), self._first)
        if (same := self._first_of(known, lambda one: _has_words_of(one, text))) is not None:
            return same
        if replace:
            raise SeveralDocumentsError(tuple(known))
        raise OtherDocumentError(", ".join(known), text.origin)

    def remove(self, key: str) -> None:
        """Take a document away: it answers no more, and then its editions leave the disk.

        Raises NoDocumentError where there is none of that name, BusyIndexError where another
        process changes the index.
        """
        editions = self.of(key)
        with editions.building():
            editions.empty()

    @property
    def _first(self) -> Editions:
        return Editions(self.directory)

    @staticmethod
    def _first_of(known: dict[str, Editions], fits: Callable[[Editions], bool]) -> Editions | None:
        return next((one for one in known.values() if fits(one)), None)

    def _added(self, text: Text, known: dict[str, Editions]) -> Editions:
        """Return where a document goes that is to be one of several, each of another name."""
        same = [key for key, one in known.items() if _has_words_of(one, text)]
        if same or text.document.key in known:
            raise SameDocumentError(text.document.key, *same[:1])
        return Editions(self.directory / ALSO / _folder(text.origin), self.directory)


def _has_words_of(editions: Editions, text: Text) -> bool:
    """Say whether what is in use of a document has just the words of a text."""
    held = editions.held()
    return held is not None and held[1] == text.document.edition


def _key(origin: str | None) -> str:
    return (origin or "").partition(" ")[2]


def _folder(origin: str) -> str:
    """Return a name for a folder: readable, and another one for every origin."""
    readable = re.sub(r"[^a-z0-9]+", "-", _key(origin).casefold()).strip("-")[:_READABLE]
    return f"{readable or 'text'}-{hashlib.sha256(origin.encode()).hexdigest()[:8]}"
