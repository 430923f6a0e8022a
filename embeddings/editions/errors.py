"""Errors about the documents of an index and their editions."""

from collections.abc import Sequence
from pathlib import Path

from embeddings.errors import EmbeddingsError, shorten_input


class NoDocumentError(EmbeddingsError):
    """No document of the index has this key."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        has = f"it has {', '.join(known)}" if known else "it has none; run `concordance build`"
        super().__init__(f"the index has no document {key!r}; {has}")
        self.key, self.known = key, known


class SeveralDocumentsError(EmbeddingsError):
    """The index has several documents, and none was named."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(
            f"the index has several documents ({', '.join(known)}); name one with --document KEY, "
            "add another with --add, or take one away with `concordance remove KEY`"
        )
        self.known = known


class SameDocumentError(EmbeddingsError):
    """The index already has the document to be added: its key, or its words as document `held`."""

    def __init__(self, key: str, held: str | None = None) -> None:
        there = f"has the text of {key!r} already, as {held!r}"
        if held is None:
            there = f"has another document {key!r} already; give this one a key of its own"
        super().__init__(f"the index {there}; nothing was added")
        self.key, self.held = key, held


class OtherDocumentError(EmbeddingsError):
    """The index is of another document than the one to be built."""

    def __init__(self, live: str, asked: str) -> None:
        super().__init__(
            f"the index is of another text ({live}) than this one ({asked}); if this is that text "
            "corrected, say --correction; else add it with --add, put it in that one's place with "
            "--replace, or build it elsewhere with --index DIR"
        )
        self.live, self.asked = live, asked


class BusyIndexError(EmbeddingsError):
    """Another process is changing the index."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"another build, promote or rollback is writing to {directory}; "
            "wait for it, or choose another --index DIR"
        )
        self.directory = directory


class UnknownEditionError(EmbeddingsError):
    """A name matches no edition of the index, or several."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(
            f"{shorten_input(name)!r} is not one edition of the index; "
            f"it has {', '.join(known) or 'none'}: see `concordance editions`"
        )
        self.name, self.known = name, known


class NoCandidateError(EmbeddingsError):
    """No edition is waiting to go live."""

    def __init__(self, directory: Path) -> None:
        super().__init__(
            f"there is no candidate in {directory}; make one with `concordance build --candidate`, "
            "or name an edition of `concordance editions`"
        )
        self.directory = directory


class LiveAlreadyError(EmbeddingsError):
    """The edition that is to go live is live already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is live already; see `concordance editions` for the others")
        self.name = name


class MovedOnError(EmbeddingsError):
    """Another edition went live since somebody decided to go back."""

    def __init__(self, seen: str, live: str | None) -> None:
        super().__init__(
            f"{live or 'nothing'} is live meanwhile, and {seen} no more; look at the editions, "
            "and go back again if it is still meant so"
        )
        self.seen, self.live = seen, live


class NothingEarlierError(EmbeddingsError):
    """There is no edition to roll back to, or the named one never was live."""

    def __init__(self, directory: Path, name: str | None = None) -> None:
        what = f"{name} was never live" if name else "no other edition was live before this one"
        super().__init__(
            f"{what} in {directory}; see `concordance editions`, "
            "and make one live with `concordance promote EDITION`"
        )
        self.directory, self.name = directory, name


class NotPromotedError(EmbeddingsError):
    """An edition is worse than the live one; `reasons` are sentences that say how."""

    def __init__(self, name: str, reasons: tuple[str, ...]) -> None:
        super().__init__(
            f"{name} does not go live. {' '.join(reasons)} See `concordance diff {name}`; "
            f"if it is meant so, `concordance promote {name} --force --reason TEXT`."
        )
        self.name, self.reasons = name, reasons
