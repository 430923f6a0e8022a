"""Two small models: the small one of all tests, and another of wider vectors beside it."""

from dataclasses import dataclass
from pathlib import Path

from embeddings.models.encoder_pair import EncoderPair
from tests.support.index_folders import Counting


@dataclass(frozen=True)
class TwoModels:
    """Where each model lies, where it is exported to, and how it is opened."""

    first: Path
    second: Path
    models: Path
    hashes: tuple[str, str]

    @property
    def names(self) -> tuple[str, str]:
        """What a build is told."""
        return str(self.first), str(self.second)

    def opened(self) -> EncoderPair:
        """Return both models, each noting what it embeds."""
        first, second = (
            Counting(name, self.models / sha256)
            for name, sha256 in zip(self.names, self.hashes, strict=True)
        )
        return EncoderPair(first, second)
