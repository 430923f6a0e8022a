"""A candidate that is not to go live, taken away."""

from embeddings.editions.editions import Editions
from embeddings.editions.history import History
from embeddings.errors import EmbeddingsError


class NotACandidateError(EmbeddingsError):
    """An edition was to be discarded that is live, or was."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} is live, or was: only a candidate is discarded; earlier editions go by "
            "themselves, see `concordance editions`"
        )
        self.name = name


def discard(editions: Editions, name: str | None = None) -> str:
    """Take a candidate away, the latest unless told, and return its name.

    Raises NotACandidateError for an edition that ever was live, and BusyIndexError where another
    process changes the directory.
    """
    with editions.building():
        history = History(editions)
        chosen = history.candidate() if name is None else history.named(name)
        was_live = {one.name for one in history.listed if one.entry is not None}
        if chosen == history.live or chosen in was_live:
            raise NotACandidateError(chosen)
        editions.remove(chosen)
        return chosen
