"""The documents of an index: each has its own editions, of which one at a time answers."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from embeddings.concordance.concordance import Text
from embeddings.editions.edition import Edition
from embeddings.editions.editions import Editions
from embeddings.editions.errors import (
    NoDocumentError,
    OtherDocumentError,
    SameDocumentError,
    SeveralDocumentsError,
    UnknownEditionError,
)
from embeddings.editions.history import History, ListedEdition
from embeddings.models.names import ModelNames

ADDED_DOCUMENTS = "documents"
"""Folder of the documents that were added; the editions of the first one lie beside it."""

_MAX_FOLDER_NAME = 40
"""Characters of an origin that appear in the name of its folder."""

LibraryStamp = tuple[tuple[str, tuple[int, ...]], ...]
"""A value that changes whenever another edition of any document goes live; empty without any."""


class Library:
    """An index directory: the editions of the first document, and a folder for each added one."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    @property
    def models(self) -> Path:
        """The folder of exported models, shared by all documents."""
        return self._first.models

    def all_editions(self) -> Iterator[Editions]:
        """Yield the editions of each document, live or not, the first document's first."""
        yield Editions(self.directory)
        for path in sorted((self.directory / ADDED_DOCUMENTS).glob("[!.]*")):
            if path.is_dir():
                yield Editions(path, self.directory)

    def documents(self) -> dict[str, Editions]:
        """Return the editions of each document that has any, by its key.

        A document whose editions are all damaged is listed under the name of its folder.
        """
        origins = ((editions.find_origin(), editions) for editions in self.all_editions())
        return {
            _key_of(origin) or editions.directory.name: editions
            for origin, editions in origins
            if origin or editions.live_name()
        }

    def live_documents(self) -> dict[str, Editions]:
        """Return the editions of each document that has a live one, by its key."""
        return {
            key: editions
            for key, editions in self.documents().items()
            if editions.live_name() is not None
        }

    def list_editions(self, key: str | None = None) -> list[tuple[str, ListedEdition]]:
        """Return the key and each edition of every document, or of one; the latest first.

        Raises NoDocumentError where no document has that key.
        """
        documents = self.documents() if key is None else {key: self.get_editions(key)}
        return [
            (name, edition)
            for name, editions in documents.items()
            for edition in History(editions).listed
        ]

    def read_stamp(self) -> LibraryStamp:
        """Return a value that changes whenever an edition goes live or a document is removed."""
        stamps = (
            (editions.directory.name, editions.read_stamp()) for editions in self.all_editions()
        )
        return tuple((name, stamp) for name, stamp in stamps if stamp is not None)

    def get_editions(self, key: str | None = None) -> Editions:
        """Return the editions of a document; without a key, of the only one.

        An empty index returns the place for its first document. Raises NoDocumentError where no
        document has that key, SeveralDocumentsError where none is named and there are several.
        """
        documents = self.documents()
        if key is None and len(documents) > 1:
            raise SeveralDocumentsError(tuple(documents))
        if key is not None and key not in documents:
            raise NoDocumentError(key, tuple(documents))
        return documents[key] if key is not None else next(iter(documents.values()), self._first)

    def find_editions(self, edition: str | None, key: str | None = None) -> Editions:
        """Return the editions of the document named, else of the one that has the edition.

        Without an edition, it is the document that has a candidate. Raises UnknownEditionError
        where no document has the edition, SeveralDocumentsError where it is not clear which.
        """
        documents = self.documents()
        if key is not None or len(documents) <= 1:
            return self.get_editions(key)
        histories = {name: History(editions) for name, editions in documents.items()}
        matches = [
            name
            for name, history in histories.items()
            if (history.match_names(edition) if edition else history.has_candidate)
        ]
        if edition is not None and not matches:
            names = (listed.name for history in histories.values() for listed in history.listed)
            raise UnknownEditionError(edition, tuple(names))
        if len(matches) != 1:
            raise SeveralDocumentsError(tuple(documents))
        return documents[matches[0]]

    def open(self, key: str | None = None) -> list[Edition]:
        """Return the live edition of each document, or of one, verified as `Editions.open` does.

        Raises NoIndexError where there is none, NoDocumentError for a document that is not live.
        """
        live = self.live_documents()
        if key is None:
            return [editions.open() for editions in live.values() or (self._first,)]
        if live and key not in live:
            raise NoDocumentError(key, tuple(live))
        return [self.get_editions(key).open()]

    def choose_editions(self, text: Text, *, add: bool = False, replace: bool = False) -> Editions:
        """Return where an edition of a text belongs: its own document, or a new one to `add`.

        In an index with at most one document, the build decides whether a text may replace it.
        Raises SameDocumentError for a text to be added that is there under another name,
        OtherDocumentError for a new text where there are several and it is not to be added, and
        SeveralDocumentsError where it is to replace one of several.
        """
        documents = self.documents()
        for editions in documents.values():
            if editions.find_origin() == text.origin:
                return editions
        if add and documents:
            return self._place_added(text, documents)
        if len(documents) <= 1:
            return next(iter(documents.values()), self._first)
        for editions in documents.values():
            if _has_words_of(editions, text):
                return editions
        if replace:
            raise SeveralDocumentsError(tuple(documents))
        raise OtherDocumentError(", ".join(documents), text.origin)

    def find_model_names(self, editions: Editions) -> ModelNames | None:
        """Return the models of a live edition: the document's own, else the first that there is."""
        for known in (editions, *self.all_editions()):
            if (info := known.read_live_info()) is not None:
                return info.model_names
        return None

    def remove(self, key: str) -> None:
        """Remove a document: it stops answering at once, and then its editions are deleted.

        Raises NoDocumentError where no document has that key, BusyIndexError where another
        process is changing the index.
        """
        editions = self.get_editions(key)
        with editions.locked():
            editions.remove_all()

    @property
    def _first(self) -> Editions:
        return Editions(self.directory)

    def _place_added(self, text: Text, documents: dict[str, Editions]) -> Editions:
        """Return the folder for a new document; raise SameDocumentError for a known one."""
        same = [key for key, editions in documents.items() if _has_words_of(editions, text)]
        if same or text.document.key in documents:
            raise SameDocumentError(text.document.key, *same[:1])
        folder = self.directory / ADDED_DOCUMENTS / _folder_name(text.origin)
        return Editions(folder, self.directory)


def _has_words_of(editions: Editions, text: Text) -> bool:
    """Return whether the live edition has exactly the words of a text."""
    live = editions.read_live_identity()
    return live is not None and live.edition == text.document.edition


def _key_of(origin: str | None) -> str:
    return (origin or "").partition(" ")[2]


def _folder_name(origin: str) -> str:
    """Return a readable folder name that is different for every origin."""
    readable = re.sub(r"[^a-z0-9]+", "-", _key_of(origin).casefold()).strip("-")[:_MAX_FOLDER_NAME]
    return f"{readable or 'text'}-{hashlib.sha256(origin.encode()).hexdigest()[:8]}"
