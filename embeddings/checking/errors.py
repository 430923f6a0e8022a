"""Why words are not checked, or what was found of them is not shown."""

from embeddings.errors import AskedError, EmbeddingsError
from embeddings.messages import TranslatableMessage


class UnprovedDifferenceError(EmbeddingsError):
    """A difference that does not make up the words that it is said to be of."""

    def __init__(self, text: str, words: str) -> None:
        super().__init__(
            f"the difference of {words[:80]!r} to {text[:80]!r} does not make up both "
            "and was not shown; run `concordance build`"
        )
        self.text, self.words = text, words


class NothingToCheckError(AskedError):
    """There is no word in what is to be checked."""

    def __init__(self) -> None:
        super().__init__(
            TranslatableMessage(
                "there is no word to look for; give words as the text may have them"
            )
        )


class TooLongError(AskedError):
    """More is to be checked than can be at once."""

    def __init__(self, length: int, most: int) -> None:
        super().__init__(
            TranslatableMessage(
                "{length} characters are too many to check at once; give at most {most}",
                length=length,
                most=most,
            )
        )
        self.length, self.most = length, most
