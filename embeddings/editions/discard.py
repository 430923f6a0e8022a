"""Discarding a candidate that is not to go live."""

from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.errors import EmbeddingsError


class NotACandidateError(EmbeddingsError):
    """The edition to be discarded is live, or once was."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is live, or was: only a candidate is discarded; earlier editions go by "
            "themselves, see `concordance editions`"
        )
        self.name = name


def discard_candidate(editions: Editions, name: str | None = None) -> str:
    """Remove the named candidate, or else the latest, and return its name.

    Raises NotACandidateError for an edition that is or was live, and BusyIndexError where another
    process is changing the index.
    """
    with editions.locked():
        history = History(editions)
        chosen = history.find_candidate() if name is None else history.resolve_name(name)
        ever_live = {edition.name for edition in history.listed if edition.entry is not None}
        if chosen == history.live or chosen in ever_live:
            raise NotACandidateError(chosen)
        editions.remove(chosen)
        return chosen
