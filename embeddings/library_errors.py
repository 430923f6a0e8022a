"""What may be wrong with the documents of an index."""

from collections.abc import Sequence

from embeddings.errors import EmbeddingsError


class NoDocumentError(EmbeddingsError):
    """An index has no document of a name."""

    def __init__(self, key: str, known: Sequence[str]) -> None:
        has = f"it has {', '.join(known)}" if known else "it has none; run `concordance build`"
        super().__init__(f"the index has no document {key!r}; {has}")
        self.key, self.known = key, known


class SeveralDocumentsError(EmbeddingsError):
    """One document is meant, and the index has several."""

    def __init__(self, known: Sequence[str]) -> None:
        super().__init__(
            f"the index has several documents ({', '.join(known)}); name one with --document KEY, "
            "add another with --add, or take one away with `concordance remove KEY`"
        )
        self.known = known


class SameDocumentError(EmbeddingsError):
    """A document is to be added that is there already: by its name, or by its words."""

    def __init__(self, key: str, held: str | None = None) -> None:
        there = f"has the text of {key!r} already, as {held!r}"
        if held is None:
            there = f"has another document {key!r} already; give this one a key of its own"
        super().__init__(f"the index {there}; nothing was added")
        self.key, self.held = key, held
