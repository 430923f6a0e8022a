"""Why words are not checked, or the result of a check is not shown."""

from embeddings.errors import AskedError, EmbeddingsError
from embeddings.messages import TranslatableMessage


class UnprovedDifferenceError(EmbeddingsError):
    """The segments of a difference do not add up to the words that it compares."""

    def __init__(self, text: str, words: str) -> None:
        super().__init__(
            f"the difference of {words[:80]!r} to {text[:80]!r} does not make up both "
            "and was not shown; run `concordance build`"
        )
        self.text, self.words = text, words


class NothingToCheckError(AskedError):
    """A message to check has no words."""

    def __init__(self) -> None:
        super().__init__(
            TranslatableMessage(
                "there is no word to look for; give words as the text may have them"
            )
        )


class TooLongError(AskedError):
    """A message to check is too long."""

    def __init__(self, length: int, limit: int) -> None:
        super().__init__(
            TranslatableMessage(
                "{length} characters are too many to check at once; give at most {most}",
                length=length,
                most=limit,
            )
        )
        self.length, self.limit = length, limit
